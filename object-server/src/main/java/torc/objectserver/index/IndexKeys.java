package torc.objectserver.index;

import java.nio.ByteBuffer;
import torc.common.id.Id128;

/// The index's keys: one byte of kind, then the rest (docs/formats.md, "Index").
final class IndexKeys {
    static final byte ENTRY = 'b';
    static final byte SOUND_OF_PARTITION = 'p';
    static final byte DELETED_OF_PARTITION = 'x';
    static final byte QUARANTINED = 'q';
    static final byte COUNT_OF_PARTITION = 'c';
    static final byte DIGEST_OF_PARTITION = 'd';
    static final byte LIVE_BYTES_OF_SEGMENT = 'l';
    static final byte MARK_OF_SEGMENT = 'm';
    static final byte[] FORMAT = {'f'};
    static final byte[] SEQUENCE = {'s'};
    static final byte[] TOTAL_BLOBS = {'t', 'n'};
    static final byte[] TOTAL_BYTES = {'t', 'b'};
    static final byte[] TOTAL_QUARANTINED = {'t', 'q'};

    private IndexKeys() {}

    static byte[] entry(Id128 id) {
        return key(17, ENTRY).putLong(id.high()).putLong(id.low()).array();
    }

    static byte[] quarantined(Id128 id) {
        return key(17, QUARANTINED).putLong(id.high()).putLong(id.low()).array();
    }

    static byte[] ofPartition(byte kind, int partition, Id128 id) {
        return key(21, kind)
                .putInt(partition)
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    static byte[] numbered(byte kind, int number) {
        return key(5, kind).putInt(number).array();
    }

    /// The id that a key ends with.
    static Id128 id(byte[] key) {
        var in = ByteBuffer.wrap(key, key.length - Id128.BYTES, Id128.BYTES);
        return new Id128(in.getLong(), in.getLong());
    }

    /// The number behind the byte of kind.
    static int number(byte[] key) {
        return ByteBuffer.wrap(key).getInt(1);
    }

    private static ByteBuffer key(int bytes, byte kind) {
        return ByteBuffer.allocate(bytes).put(kind);
    }
}
