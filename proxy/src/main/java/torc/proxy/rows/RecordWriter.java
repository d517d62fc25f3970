package torc.proxy.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import torc.common.id.Id128;
import torc.ring.metadata.RowKey;

/// Collects the fields of one record. For one thread.
final class RecordWriter {
    private byte[] bytes;
    private int length;

    RecordWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    RecordWriter u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    RecordWriter u64(long value) {
        reserve(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) bytes[length++] = (byte) (value >>> shift);
        return this;
    }

    /// Seven bits a byte, the least first; the high bit says that more follow.
    RecordWriter varint(long value) {
        reserve(10);
        var rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    RecordWriter id(Id128 id) {
        return u64(id.high()).u64(id.low());
    }

    RecordWriter string(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        return varint(encoded.length).raw(encoded);
    }

    /// Entries in order of their names, so that equal maps have equal bytes.
    RecordWriter map(Map<String, String> map) {
        varint(map.size());
        if (!map.isEmpty())
            new TreeMap<>(map).forEach((name, value) -> string(name).string(value));
        return this;
    }

    RecordWriter raw(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    RecordWriter key(RowKey key) {
        varint(key.length());
        return raw(key.bytes());
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
}
