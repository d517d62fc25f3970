package torc.objectserver.replica;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import torc.objectserver.device.DeviceUnavailable;

/// Leaves a device whose calls end by themselves alone for a while after one that waited long in vain. Without
/// it a
/// node that hangs would cost every blob that is looked at the whole patience of a call, and repair of all that
/// others
/// lack would stand still for as long.
final class LeftAlone implements CallGuard {
    /// A call that fails sooner costs little.
    private static final long LONG_NANOS = 1_000_000_000L;

    private static final long REST_NANOS = 10_000_000_000L;

    private final String device;
    private final LongSupplier nanoTime;
    private volatile boolean resting;
    private volatile long restsUntil;

    LeftAlone(String device, LongSupplier nanoTime) {
        this.device = device;
        this.nanoTime = nanoTime;
    }

    @Override
    public <T> T call(Supplier<T> call, Runnable whenGivenUp, Consumer<@Nullable T> late) {
        var begun = nanoTime.getAsLong();
        if (resting && begun - restsUntil < 0) throw new DeviceUnavailable(device, "it did not answer a moment ago");
        try {
            return call.get();
        } catch (DeviceUnavailable e) {
            var now = nanoTime.getAsLong();
            if (now - begun >= LONG_NANOS) {
                restsUntil = now + REST_NANOS;
                resting = true;
            }
            throw e;
        }
    }

    @Override
    public void end(Runnable call) {
        call.run();
    }
}
