package torc.objectserver.segment;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Whether the device may still be trusted with work. Failure is for good: a disk that recovers by itself has lost
/// something. Safe for many threads.
final class DeviceHealth {
    /// Failed writes, syncs and reads until the whole device counts as failed. One bad sector is not a bad disk.
    private static final int FAILURES = 5;

    private final String device;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable String failed;
    private volatile boolean closed;

    DeviceHealth(String device) {
        this.device = device;
    }

    /// Why no work is taken; null if it is.
    @Nullable
    String away() {
        return closed ? "the device is closed" : failed;
    }

    String failed() {
        var cause = failed;
        return cause == null ? "" : cause;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /// Notes one failed call to the disk. A full disk is not a bad one.
    void failedOnce(IOException cause) {
        if (closed || String.valueOf(cause.getMessage()).contains("No space left")) return;
        DeviceLog.LOG.warn("A call to the disk failed device={} cause={}", device, cause.toString());
        if (failures.incrementAndGet() >= FAILURES) fail("the disk failed repeatedly: " + cause.getMessage());
    }

    void fail(String cause) {
        if (closed || failed != null) return;
        failed = cause;
        DeviceLog.LOG.error("Device failed device={} cause={}", device, cause);
    }
}
