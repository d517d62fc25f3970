package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import torc.objectserver.disk.Disk;
import torc.objectserver.disk.DiskFile;

/// Writes zeros ahead of a tail, so that a sync there has no block to allocate and no length to note: two to ten times
/// cheaper (docs/architecture.md, "The blob engine").
///
/// It begins with little and doubles its lead each time the tail catches up with it, so that an idle store stays small.
/// Where bytes flood in, each sync carries so many that zeros would only double what is written, so it rests until the
/// flood is over.
///
/// It works on a handle of its own: an error that its sync takes from the kernel must not be missing at the syncer's.
final class ZeroFiller implements Ahead {
    static final long FIRST_LEAD_BYTES = 2 << 20;
    private static final int SLICE_BYTES = 1 << 20;

    /// Measured with 64 KiB blobs on one disk: above this rate zeros cost more than they save (docs/performance.md).
    private static final long FLOOD_BYTES_PER_SECOND = 64 << 20;

    private static final long RATE_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Disk disk;
    private final long maxLeadBytes;
    private final long segmentBytes;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final OwnThread thread;
    private @Nullable Segment segment;
    private long zeroedFrom;
    private long zeroedTo;
    private long fillingTo;
    private long tail;
    private long leadBytes = FIRST_LEAD_BYTES;
    private long windowFrom;
    private long windowBytes;
    private boolean flooding;
    private boolean closed;

    /// @param maxLeadBytes the most that it keeps written ahead
    ZeroFiller(String device, Disk disk, long maxLeadBytes, long segmentBytes, LongSupplier nanoTime) {
        this.disk = disk;
        this.maxLeadBytes = maxLeadBytes;
        this.segmentBytes = segmentBytes;
        this.nanoTime = nanoTime;
        windowFrom = nanoTime.getAsLong();
        thread = OwnThread.start("torc-zero-" + device, this::run);
    }

    /// Waits if just there zeros are being written.
    @Override
    public void passing(Segment current, long from, long to) {
        lock.lock();
        try {
            while (isBusyWhere(current, from, to)) changed.awaitUninterruptibly();
            var followed = segment;
            // A late user of the segment before: nothing is zeroed there any more.
            if (followed != null && current.number() < followed.number()) return;
            if (!current.equals(followed)) follow(current, to);
            if (to > zeroedTo) leadBytes = Math.min(2 * leadBytes, maxLeadBytes);
            tail = Math.max(tail, to);
            measure(to - from);
            if (zeroedTo - tail < leadBytes / 2) changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void measure(long bytes) {
        windowBytes += bytes;
        long now = nanoTime.getAsLong();
        long elapsed = now - windowFrom;
        if (elapsed < RATE_WINDOW_NANOS) return;
        flooding = windowBytes > FLOOD_BYTES_PER_SECOND * (elapsed / 1e9);
        windowFrom = now;
        windowBytes = 0;
    }

    /// Whether zeros are held back.
    boolean isFlooded() {
        lock.lock();
        try {
            return flooding;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes written ahead and not used: they count as free.
    long unusedBytes() {
        lock.lock();
        try {
            return Math.max(0, zeroedTo - Math.max(tail, zeroedFrom));
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it ended within the limit
    boolean ends(Duration limit) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return thread.ends(limit);
    }

    private void run() {
        var zeros = ByteBuffer.allocateDirect(SLICE_BYTES);
        while (true) {
            var work = awaitWork();
            if (work == null) return;
            try (var file = disk.open(SegmentFormat.fileName(work.number()))) {
                fill(work, file, zeros);
            } catch (IOException e) {
                // The tail goes on without zeros, in a segment that is not known to be bad.
                DeviceLog.LOG.warn("Could not write zeros ahead segment={} cause={}", work.number(), e.toString());
                giveUp(work);
            }
        }
    }

    private @Nullable Segment awaitWork() {
        lock.lock();
        try {
            while (!closed
                    && (segment == null || flooding || zeroedTo - tail >= leadBytes / 2 || zeroedTo >= segmentBytes))
                changed.awaitUninterruptibly();
            return closed ? null : segment;
        } finally {
            lock.unlock();
        }
    }

    private void fill(Segment work, DiskFile file, ByteBuffer zeros) throws IOException {
        var first = true;
        while (true) {
            long from;
            lock.lock();
            try {
                if (closed
                        || flooding
                        || !work.equals(segment)
                        || zeroedTo - tail >= leadBytes
                        || zeroedTo >= segmentBytes) break;
                // What was handed out in the meantime is not ours to zero.
                if (tail > zeroedTo) zeroedTo = aligned(tail);
                from = zeroedTo;
                fillingTo = from + SLICE_BYTES;
            } finally {
                lock.unlock();
            }
            try {
                if (first) file.preallocate(from, Math.min(leadBytes, segmentBytes));
                first = false;
                file.write(zeros.clear(), from);
            } finally {
                filled(work, from);
            }
        }
        file.sync();
    }

    private void filled(Segment work, long from) {
        lock.lock();
        try {
            if (work.equals(segment)) {
                zeroedTo = from + SLICE_BYTES;
                fillingTo = zeroedTo;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Segment work) {
        lock.lock();
        try {
            if (work.equals(segment)) zeroedTo = Math.max(zeroedTo, segmentBytes);
            fillingTo = zeroedTo;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isBusyWhere(Segment current, long from, long to) {
        if (fillingTo <= zeroedTo) return false;
        return !current.equals(segment) || (to > zeroedTo && from < fillingTo);
    }

    private void follow(Segment current, long end) {
        segment = current;
        tail = end;
        zeroedFrom = aligned(end);
        zeroedTo = zeroedFrom;
        fillingTo = zeroedFrom;
    }

    private static long aligned(long bytes) {
        return (bytes + 4095) & -4096;
    }
}
