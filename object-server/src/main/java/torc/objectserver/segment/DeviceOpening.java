package torc.objectserver.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import torc.objectserver.disk.Disk;
import torc.objectserver.index.BlobIndex;
import torc.objectserver.index.IndexDamaged;

/// What a device is opened from: its segments, and an index that was brought up to them.
///
/// @param resumable segments in which a tail may go on
record DeviceOpening(
        SegmentDeviceConfig config,
        DeviceFolder folder,
        Disk disk,
        Segments segments,
        BlobIndex index,
        DirectBuffers buffers,
        Map<TailKind, Segment> resumable,
        InstantSource clock,
        LongSupplier nanoTime) {

    static DeviceOpening open(
            SegmentDeviceConfig config,
            DeviceFolder folder,
            Disk disk,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        var segments = new Segments(disk, random);
        try {
            for (var name : disk.names()) openSegment(disk, name, segments);
            var buffers = new DirectBuffers();
            var resumable = new EnumMap<TailKind, Segment>(TailKind.class);
            var startedNanos = nanoTime.getAsLong();
            var index = openIndex(config, folder, segments, buffers, resumable);
            DeviceLog.LOG.info(
                    "Device opened device={} segments={} blobs={} quarantined={} millis={}",
                    config.name(),
                    segments.all().size(),
                    index.blobs(),
                    index.quarantined(),
                    (nanoTime.getAsLong() - startedNanos) / 1_000_000);
            return new DeviceOpening(config, folder, disk, segments, index, buffers, resumable, clock, nanoTime);
        } catch (IOException e) {
            segments.close();
            throw new UncheckedIOException("cannot read the segments of device " + config.name(), e);
        } catch (RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    private static void openSegment(Disk disk, String name, Segments segments) throws IOException {
        var number = SegmentFormat.segmentOf(name);
        if (number.isEmpty()) return;
        var file = disk.open(name);
        var bytes = file.size();
        var head = ByteBuffer.allocate(SegmentFormat.FIRST_RECORD);
        file.read(head, 0);
        var format = SegmentFormat.decode(head.flip());
        if (format.isPresent() && format.get().segment() == number.getAsInt()) {
            segments.add(new Segment(disk, file, format.get(), bytes));
        } else if (bytes <= SegmentFormat.FIRST_RECORD) {
            // A crash came while it was made: its head is synced before a record can be in it.
            segments.usedNumber(number.getAsInt());
            file.close();
            disk.delete(name);
        } else {
            DeviceLog.LOG.error("The head of a segment is damaged; it is kept as it is segment={}", name);
            segments.add(new Segment(disk, file, SegmentFormat.unknown(number.getAsInt()), bytes));
        }
    }

    private static BlobIndex openIndex(
            SegmentDeviceConfig config,
            DeviceFolder folder,
            Segments segments,
            DirectBuffers buffers,
            Map<TailKind, Segment> resumable)
            throws IOException {
        if (folder.mistrustsIndex()) folder.putIndexAside();
        try {
            return caughtUp(BlobIndex.open(folder.index()), folder, segments, buffers, resumable, config);
        } catch (IndexDamaged e) {
            if (e.isShortage()) throw e; // It is good, and there is no room for another either.
            DeviceLog.LOG.error(
                    "The index is damaged and is built anew device={} cause={}",
                    config.name(),
                    String.valueOf(e.getCause()));
            folder.putIndexAside();
            resumable.clear();
            return caughtUp(BlobIndex.open(folder.index()), folder, segments, buffers, resumable, config);
        }
    }

    private static BlobIndex caughtUp(
            BlobIndex index,
            DeviceFolder folder,
            Segments segments,
            DirectBuffers buffers,
            Map<TailKind, Segment> resumable,
            SegmentDeviceConfig config)
            throws IOException {
        try {
            segments.sequenceAtLeast(index.sequence());
            // The last segment may have been removed. Its number, given again, would come with a mark behind which
            // nothing is known of the new one.
            index.markedSegments().forEach(segments::usedNumber);
            var rollForward = new RollForward(segments, index, buffers);
            for (var segment : segments.all()) {
                var scanned = rollForward.scan(segment);
                if (scanned.clean() && scanned.end() < config.segmentBytes() && segment.isUnderstood()) {
                    var before = resumable.put(segment.format().kind(), segment);
                    if (before != null) before.trim();
                    segment.endAt(scanned.end());
                }
            }
            for (var segment : resumable.values()) segment.resume(segment.tail());
            index.flush(segments.marks(), segments.sequence());
            folder.trustIndex();
            if (rollForward.records() > 0)
                DeviceLog.LOG.info("Index rolled forward device={} records={}", config.name(), rollForward.records());
            return index;
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }
}
