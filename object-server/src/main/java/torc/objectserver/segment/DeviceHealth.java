package torc.objectserver.segment;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Whether the device may still be trusted with work. Failure is for good: a disk that recovers by itself has lost
/// something. Safe for many threads.
final class DeviceHealth {
    /// Failed writes, syncs and reads until the whole device counts as failed. One bad sector is not a bad disk.
    private static final int FAILURES = 5;

    /// Linux's words for ENOSPC, EDQUOT, EMFILE and ENFILE.
    private static final List<String> SHORTAGES =
            List.of("No space left", "Disk quota exceeded", "Too many open files");

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

    /// Whether the machine was short of something that may come back, which is no fault of the disk's.
    static boolean isShortage(IOException cause) {
        var message = String.valueOf(cause.getMessage());
        return SHORTAGES.stream().anyMatch(message::contains);
    }

    /// Notes one failed call to the disk. A full disk is not a bad one.
    void failedOnce(IOException cause) {
        if (closed || isShortage(cause)) return;
        DeviceLog.LOG.warn("A call to the disk failed device={} cause={}", device, cause.toString());
        if (failures.incrementAndGet() >= FAILURES) fail("the disk failed repeatedly: " + cause.getMessage());
    }

    void fail(String cause) {
        if (closed || failed != null) return;
        failed = cause;
        DeviceLog.LOG.error("Device failed device={} cause={}", device, cause);
    }
}
