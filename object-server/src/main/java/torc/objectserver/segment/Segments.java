package torc.objectserver.segment;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import torc.objectserver.disk.Disk;

/// All segments of a device, by number. Safe for many threads.
final class Segments {
    private final Disk disk;
    private final RandomGenerator random;
    private final ConcurrentSkipListMap<Integer, Segment> byNumber = new ConcurrentSkipListMap<>();

    /// The device's clock of records.
    private final AtomicLong nextSequence = new AtomicLong(1);

    private int lastNumber;

    Segments(Disk disk, RandomGenerator random) {
        this.disk = disk;
        this.random = random;
    }

    void add(Segment segment) {
        byNumber.put(segment.number(), segment);
        usedNumber(segment.number());
    }

    /// Never give this number to a new segment.
    synchronized void usedNumber(int number) {
        lastNumber = Math.max(lastNumber, number);
    }

    /// Makes a new file, durable under its name before a record can be in it.
    Segment create(TailKind kind) throws IOException {
        SegmentFormat format;
        synchronized (this) {
            format = new SegmentFormat(++lastNumber, kind, random.nextLong() | 1);
        }
        var file = disk.open(SegmentFormat.fileName(format.segment()));
        try {
            file.write(format.encode(), 0);
            file.sync();
            disk.syncNames();
        } catch (IOException e) {
            file.close();
            forget(format);
            throw e;
        }
        var segment = new Segment(disk, file, format, SegmentFormat.FIRST_RECORD);
        segment.resume(SegmentFormat.FIRST_RECORD);
        add(segment);
        return segment;
    }

    /// Removes what there is of a segment that could not be made: a disk without room gets one at each try.
    private void forget(SegmentFormat format) {
        try {
            disk.delete(SegmentFormat.fileName(format.segment()));
        } catch (IOException e) {
            // It holds no record, and the next start removes it.
            DeviceLog.LOG.warn("Could not remove an empty segment segment={} cause={}", format.segment(), e.toString());
        }
    }

    @Nullable
    Segment get(int number) {
        return byNumber.get(number);
    }

    Collection<Segment> all() {
        return byNumber.values();
    }

    /// Marks of all segments, for [torc.objectserver.index.BlobIndex#flush].
    Map<Integer, Long> marks() {
        var marks = new TreeMap<Integer, Long>();
        byNumber.values().forEach(segment -> marks.put(segment.number(), segment.mark()));
        return marks;
    }

    /// Bytes of all segments.
    long tailBytes() {
        return byNumber.values().stream().mapToLong(Segment::tail).sum();
    }

    long nextSequence() {
        return nextSequence.getAndIncrement();
    }

    long sequence() {
        return nextSequence.get();
    }

    void sequenceAtLeast(long sequence) {
        nextSequence.accumulateAndGet(sequence, Math::max);
    }

    /// Takes a segment out and lets its file go when the last reader has left.
    void condemn(Segment segment) {
        byNumber.remove(segment.number());
        segment.condemn();
    }

    void close() {
        byNumber.values().forEach(Segment::leave);
        byNumber.clear();
    }
}
