package torc.objectserver.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The part of a record that says that it is whole; it stands between header and data, and is written last
/// (docs/formats.md, "Record").
///
/// @param sequence the header's: a mark and a header that don't belong together are no record
/// @param dataBytes the blob's final length
/// @param recordBytes the length of the whole record, from which the next one may begin
/// @param tableCrc CRC32C of the table of block checksums behind the data
record EndMark(long sequence, long dataBytes, long recordBytes, int tableCrc) {
    static final int BYTES = 40;
    private static final int MAGIC = 0x54456e64; // "TEnd"

    void encode(ByteBuffer into, int at) {
        var out = into.duplicate().order(ByteOrder.BIG_ENDIAN).position(at);
        out.putInt(MAGIC).putInt(0).putLong(sequence).putLong(dataBytes).putLong(recordBytes);
        out.putInt(tableCrc).putInt(crc(into, at));
    }

    /// Reads the mark of the record with this sequence; null if there is none.
    static @Nullable EndMark decode(ByteBuffer from, int at, long sequence) {
        var in = from.duplicate().order(ByteOrder.BIG_ENDIAN);
        if (in.limit() - at < BYTES || in.getInt(at) != MAGIC || in.getLong(at + 8) != sequence) return null;
        if (in.getInt(at + 36) != crc(from, at)) return null;
        return new EndMark(sequence, in.getLong(at + 16), in.getLong(at + 24), in.getInt(at + 32));
    }

    private static int crc(ByteBuffer buffer, int at) {
        var crc = new CRC32C();
        crc.update(buffer.slice(at, BYTES - 4));
        return (int) crc.getValue();
    }
}
