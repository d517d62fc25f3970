package torc.proxy.rows;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import torc.common.id.Id128;
import torc.ring.metadata.RowKey;

/// Takes the fields of one record apart. For one thread.
final class RecordReader {
    private final byte[] bytes;
    private int position;

    RecordReader(byte[] bytes) {
        this(bytes, 0);
    }

    /// Reads from an offset on.
    RecordReader(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.position = offset;
    }

    /// Reads the version byte and refuses what this program does not know.
    RecordReader version(String record, int known) {
        var version = u8();
        if (version != known) throw new RowUnreadable(record + " of version " + version + ", known is " + known);
        return this;
    }

    /// Reads the version byte of a record of which this program knows older versions too.
    int versionUpTo(String record, int newest) {
        var version = u8();
        if (version == 0 || version > newest)
            throw new RowUnreadable(record + " of version " + version + ", newest known is " + newest);
        return version;
    }

    int u8() {
        if (position >= bytes.length) throw ended();
        return bytes[position++] & 0xff;
    }

    long u64() {
        if (bytes.length - position < Long.BYTES) throw ended();
        var value = 0L;
        for (int i = 0; i < Long.BYTES; i++) value = value << 8 | (bytes[position++] & 0xff);
        return value;
    }

    long varint() {
        var value = 0L;
        for (int shift = 0; shift < 64; shift += 7) {
            var next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new RowUnreadable("a number of more than ten bytes");
    }

    /// A count or length, which cannot be larger than what is left of the record.
    int size() {
        var size = varint();
        if (size < 0 || size > bytes.length - position) throw ended();
        return (int) size;
    }

    Id128 id() {
        return new Id128(u64(), u64());
    }

    RowKey key() {
        var size = size();
        position += size;
        return RowKey.of(bytes, position - size, position);
    }

    String string() {
        var size = size();
        var text = new String(bytes, position, size, StandardCharsets.UTF_8);
        position += size;
        return text;
    }

    Map<String, String> map() {
        var size = size();
        if (size == 0) return Map.of();
        var map = new HashMap<String, String>(size * 2);
        for (int i = 0; i < size; i++) map.put(string(), string());
        return map;
    }

    /// Leaves a map out.
    RecordReader skipMap() {
        var texts = 2L * size();
        for (long i = 0; i < texts; i++) {
            var size = size();
            position += size;
        }
        return this;
    }

    private static RowUnreadable ended() {
        return new RowUnreadable("a record ends too early");
    }
}
