package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The sound records of a segment.
///
/// @param records in order of sequence
/// @param damaged whether a record is missing or broken before a sound one. Broken bytes behind the last sound
///     record are what a crash leaves, and no damage.
record SegmentScan(SegmentHeader header, Path file, List<Entry> records, boolean damaged) {
    /// Where a record lies.
    record Entry(long sequence, long offset, int payloadBytes, long durable) {}

    static SegmentScan of(SegmentHeader header, Path path, DiskFile file) throws IOException {
        var input = new SegmentInput(file);
        var records = new ArrayList<Entry>();
        boolean damaged = false;
        long expected = header.firstSequence();
        long offset = RecordFormat.BLOCK_BYTES;
        while (offset + RecordFormat.BLOCK_BYTES <= input.size()) {
            var entry = entry(input, header, offset);
            if (entry == null || entry.sequence() < expected) {
                offset += RecordFormat.BLOCK_BYTES;
                continue;
            }
            damaged |= entry.sequence() > expected;
            records.add(entry);
            expected = entry.sequence() + 1;
            offset += RecordFormat.storedBytes(entry.payloadBytes());
        }
        return new SegmentScan(header, path, List.copyOf(records), damaged);
    }

    private static @org.jspecify.annotations.Nullable Entry entry(SegmentInput input, SegmentHeader header, long offset)
            throws IOException {
        var block = input.read(offset, RecordFormat.BLOCK_BYTES);
        int bytes = RecordFormat.payloadBytes(block, header.salt());
        if (bytes < 0 || offset + RecordFormat.storedBytes(bytes) > input.size()) return null;
        long sequence = RecordFormat.sequence(block);
        long durable = RecordFormat.durable(block);
        ByteBuffer record = input.read(offset, RecordFormat.HEADER_BYTES + bytes);
        return RecordFormat.isWhole(record, bytes) ? new Entry(sequence, offset, bytes, durable) : null;
    }

    /// The last record that this segment says was durable.
    long vouched() {
        long vouched = header.firstSequence() - 1; // A segment is begun when all records before it are durable.
        for (var entry : records) vouched = Math.max(vouched, entry.durable());
        return vouched;
    }

    /// The sequence of the last sound record; one below the first if there is none.
    long lastSequence() {
        return records.isEmpty()
                ? header.firstSequence() - 1
                : records.getLast().sequence();
    }
}
