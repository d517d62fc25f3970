package torc.ring.log;

import java.nio.ByteBuffer;
import java.util.Optional;
import torc.common.id.Id128;

/// The first block of a segment.
///
/// @param store the store that the segment belongs to
/// @param number grows by one from segment to segment
/// @param epoch how many times the store had been opened when the segment was begun
/// @param firstSequence the sequence number of its first record
/// @param previousEnd where its epoch found the log to end: records beyond that of earlier epochs are void
/// @param salt random, known to nobody outside: bytes left over from a file's earlier life, or smuggled in
///     through a value, can never pass as one of its records
record SegmentHeader(Id128 store, long number, long epoch, long firstSequence, long previousEnd, long salt) {
    private static final long MAGIC = 0x544f_5243_4c4f_4731L; // "TORCLOG1"
    private static final int CRC_AT = 64;

    /// The segment after this one, in the same epoch.
    SegmentHeader next(long nextFirstSequence, long nextSalt) {
        return new SegmentHeader(store, number + 1, epoch, nextFirstSequence, previousEnd, nextSalt);
    }

    ByteBuffer encode() {
        var block = ByteBuffer.allocateDirect(RecordFormat.BLOCK_BYTES);
        block.putLong(MAGIC)
                .putLong(store.high())
                .putLong(store.low())
                .putLong(number)
                .putLong(epoch)
                .putLong(firstSequence)
                .putLong(previousEnd)
                .putLong(salt);
        block.putInt(CRC_AT, RecordFormat.crc(block, 0, CRC_AT));
        return block.clear();
    }

    /// Nothing if the block is damaged.
    static Optional<SegmentHeader> decode(ByteBuffer block) {
        if (block.limit() < CRC_AT + Integer.BYTES || block.getLong(0) != MAGIC) return Optional.empty();
        if (block.getInt(CRC_AT) != RecordFormat.crc(block, 0, CRC_AT)) return Optional.empty();
        block.position(Long.BYTES);
        var store = new Id128(block.getLong(), block.getLong());
        return Optional.of(new SegmentHeader(
                store, block.getLong(), block.getLong(), block.getLong(), block.getLong(), block.getLong()));
    }
}
