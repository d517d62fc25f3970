package torc.ring.metadata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A row's key within its shard key: bytes in unsigned lexicographic order. Immutable.
public final class RowKey implements Comparable<RowKey> {
    /// Greatest length in bytes.
    public static final int MAX_BYTES = 4096;

    private final byte[] bytes;

    private RowKey(byte[] bytes) {
        if (bytes.length > MAX_BYTES)
            throw new IllegalArgumentException("a row key takes at most " + MAX_BYTES + " bytes");
        this.bytes = bytes;
    }

    /// A key of these bytes, which are copied.
    public static RowKey of(byte[] bytes) {
        return new RowKey(bytes.clone());
    }

    /// A key of this text in UTF-8.
    public static RowKey of(String text) {
        return new RowKey(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A key of one kind byte followed by text in UTF-8: the usual layout of a row.
    public static RowKey of(char kind, String text) {
        return of(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A key of one kind byte followed by bytes.
    public static RowKey of(char kind, byte[] rest) {
        var joined = new byte[rest.length + 1];
        joined[0] = (byte) kind;
        System.arraycopy(rest, 0, joined, 1, rest.length);
        return new RowKey(joined);
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// A key of the bytes from `from` to before `end`, which are copied.
    public static RowKey of(byte[] bytes, int from, int end) {
        return new RowKey(Arrays.copyOfRange(bytes, from, end));
    }

    /// Writes the bytes to `target` from `offset` on.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    public int length() {
        return bytes.length;
    }

    public byte at(int index) {
        return bytes[index];
    }

    /// The bytes from `from` on, as UTF-8.
    public String text(int from) {
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    public boolean startsWith(RowKey prefix) {
        return prefix.bytes.length <= bytes.length
                && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
    }

    /// The least key above this one.
    public RowKey next() {
        return new RowKey(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /// The least key above all keys that start with this one; the key itself has to hold a byte below 0xff.
    public RowKey endOfPrefix() {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] != (byte) 0xff) {
                var end = Arrays.copyOf(bytes, i + 1);
                end[i]++;
                return new RowKey(end);
            }
        }
        throw new IllegalArgumentException("no key lies above every key that starts with " + this);
    }

    @Override
    public int compareTo(RowKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
