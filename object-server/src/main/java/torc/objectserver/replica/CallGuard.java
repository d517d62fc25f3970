package torc.objectserver.replica;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What stands between background work and the calls to one device, so that a device that hangs holds up little.
/// Safe
/// for many threads.
interface CallGuard {
    /// What the call gives or throws.
    ///
    /// @param whenGivenUp is run before the exception that says that the call is waited for no longer
    /// @param late ends what a call that was given up has left open, once it ends: gets what it gave, or null if
    /// it
    ///     threw
    /// @throws torc.objectserver.device.DeviceUnavailable if the call was given up, or the device is not asked
    /// now
    <T> T call(Supplier<T> call, Runnable whenGivenUp, Consumer<@Nullable T> late);

    /// As [#call], also while the device is not asked: for calls that give something back.
    void end(Runnable call);
}
