package torc.objectserver.replica;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import torc.objectserver.device.DeviceUnavailable;

/// Leaves a device whose calls end by themselves alone for a while after one that waited long in vain, and for a moment
/// after several that failed at once. Without it a node that hangs would cost every blob that is looked at the whole
/// patience of a call, and one that refuses connections an attempt for each blob, while others wait to be repaired.
final class LeftAlone implements CallGuard {
    /// A call that fails sooner costs little by itself.
    private static final long LONG_NANOS = 1_000_000_000L;

    private static final long REST_NANOS = 10_000_000_000L;

    /// A node that starts again is noticed as soon as this.
    private static final long MOMENT_NANOS = 1_000_000_000L;

    /// So many failures in a row are no single blob's fault.
    private static final int SEVERAL = 3;

    private final String device;
    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
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
            var answer = call.get();
            if (failures.get() != 0) failures.set(0);
            return answer;
        } catch (DeviceUnavailable e) {
            failed(begun);
            throw e;
        }
    }

    private void failed(long begun) {
        var now = nanoTime.getAsLong();
        var inRow = failures.updateAndGet(before -> Math.min(SEVERAL, before + 1));
        if (now - begun >= LONG_NANOS) rest(now + REST_NANOS);
        else if (inRow == SEVERAL) rest(now + MOMENT_NANOS);
    }

    private void rest(long until) {
        restsUntil = until;
        resting = true;
    }

    @Override
    public void end(Runnable call) {
        call.run();
    }
}
