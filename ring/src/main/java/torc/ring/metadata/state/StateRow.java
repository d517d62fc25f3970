package torc.ring.metadata.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;

/// A row's value in the state: eight bytes of revision, then the caller's bytes.
public final class StateRow {
    private StateRow() {}

    public static byte[] encode(long revision, byte[] value) {
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(revision)
                .put(value)
                .array();
    }

    public static long revision(byte[] stored) {
        return ByteBuffer.wrap(stored).getLong();
    }

    public static Row decode(RowKey key, byte[] stored) {
        return new Row(key, value(stored), revision(stored));
    }

    public static byte[] value(byte[] stored) {
        return Arrays.copyOfRange(stored, Long.BYTES, stored.length);
    }
}
