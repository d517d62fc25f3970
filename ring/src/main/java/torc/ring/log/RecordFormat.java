package torc.ring.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A record of the log: 40 bytes of header, the payload, zeros up to the next block (docs/formats.md, "The metadata
/// log").
///
/// A record begins a block of its own, so that no later write ever touches a block that holds acknowledged bytes.
final class RecordFormat {
    /// Records begin at multiples of this. A page: the least that a device writes at once.
    static final int BLOCK_BYTES = 4096;

    static final int HEADER_BYTES = 40;

    private static final int MAGIC = 0x544c_5231; // "TLR1"
    private static final int LENGTH_AT = 4;
    private static final int SEQUENCE_AT = 8;
    private static final int SALT_AT = 16;
    private static final int DURABLE_AT = 24;
    private static final int PAYLOAD_CRC_AT = 32;
    private static final int HEADER_CRC_AT = 36;

    private RecordFormat() {}

    /// Bytes in the file of a record whose payload has `payloadBytes`.
    static long storedBytes(int payloadBytes) {
        return align(HEADER_BYTES + (long) payloadBytes);
    }

    static long align(long bytes) {
        return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /// Writes the header of a record whose payload lies behind it in `record`, big-endian.
    ///
    /// @param durable the last record that is known to be durable: one up to there that is missing is damage,
    ///     one beyond was taken by a power cut
    static void seal(ByteBuffer record, int payloadBytes, long sequence, long salt, long durable) {
        record.order(ByteOrder.BIG_ENDIAN);
        record.putInt(0, MAGIC);
        record.putInt(LENGTH_AT, payloadBytes);
        record.putLong(SEQUENCE_AT, sequence);
        record.putLong(SALT_AT, salt);
        record.putLong(DURABLE_AT, durable);
        record.putInt(PAYLOAD_CRC_AT, crc(record, HEADER_BYTES, payloadBytes));
        record.putInt(HEADER_CRC_AT, crc(record, 0, HEADER_CRC_AT));
    }

    /// The length of the payload if a sound header of this segment stands at the start of `block`, else -1.
    static int payloadBytes(ByteBuffer block, long salt) {
        if (block.getInt(0) != MAGIC || block.getLong(SALT_AT) != salt) return -1;
        if (block.getInt(HEADER_CRC_AT) != crc(block, 0, HEADER_CRC_AT)) return -1;
        return block.getInt(LENGTH_AT);
    }

    static long sequence(ByteBuffer block) {
        return block.getLong(SEQUENCE_AT);
    }

    static long durable(ByteBuffer block) {
        return block.getLong(DURABLE_AT);
    }

    /// Whether the payload behind the header is what was written.
    static boolean isWhole(ByteBuffer record, int payloadBytes) {
        return record.limit() >= HEADER_BYTES + payloadBytes
                && record.getInt(PAYLOAD_CRC_AT) == crc(record, HEADER_BYTES, payloadBytes);
    }

    static int crc(ByteBuffer bytes, int from, int count) {
        var crc = new CRC32C();
        crc.update(bytes.slice(from, count));
        return (int) crc.getValue();
    }
}
