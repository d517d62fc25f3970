package torc.objectserver.segment;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import torc.objectserver.disk.Disk;

/// How much room is left for new blobs. The headroom is kept for deletes and clean-up, without which a full device
/// could never become less full. Safe for many threads.
final class DeviceSpace {
    /// The file system is asked again after this time, or when so much was promised since.
    private static final long FRESH_NANOS = 1_000_000_000L;

    private static final long MAX_FRESH_BYTES = 16 << 20;

    private final Disk disk;
    private final long headroomBytes;
    private final long freshBytes;
    private final LongSupplier nanoTime;
    private final LongSupplier zeroedBytes;
    private final AtomicLong promised = new AtomicLong();
    private final AtomicLong promisedSinceAsked = new AtomicLong();
    private volatile @Nullable Asked asked;

    /// @param zeroedBytes what is written ahead and still free
    DeviceSpace(Disk disk, long headroomBytes, LongSupplier nanoTime, LongSupplier zeroedBytes) {
        this.disk = disk;
        this.headroomBytes = headroomBytes;
        // What is written before the file system is asked again must not eat up the headroom.
        freshBytes = Math.min(MAX_FRESH_BYTES, headroomBytes / 4);
        this.nanoTime = nanoTime;
        this.zeroedBytes = zeroedBytes;
    }

    /// Promises room; to be given back by [#settle(long)] when the bytes are written or given up.
    boolean promise(long bytes) throws IOException {
        promised.addAndGet(bytes);
        if (promisedSinceAsked.addAndGet(bytes) > freshBytes) asked = null;
        if (freeBytes() >= 0) return true;
        asked = null;
        if (freeBytes() >= 0) return true;
        promised.addAndGet(-bytes);
        return false;
    }

    void settle(long bytes) {
        promised.addAndGet(-bytes);
    }

    /// What new blobs may still take; negative if promises eat into the headroom.
    long freeBytes() throws IOException {
        return usable() + zeroedBytes.getAsLong() - headroomBytes - promised.get();
    }

    private long usable() throws IOException {
        var last = asked;
        var now = nanoTime.getAsLong();
        if (last == null || now - last.atNanos > FRESH_NANOS) {
            promisedSinceAsked.set(0);
            last = new Asked(disk.usableBytes(), now);
            asked = last;
        }
        return last.usableBytes;
    }

    private record Asked(long usableBytes, long atNanos) {}
}
