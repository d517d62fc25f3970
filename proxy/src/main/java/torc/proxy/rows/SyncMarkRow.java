package torc.proxy.rows;

/// What last happened under a name in a container that is synchronised with another one.
///
/// @param present whether an object stands there; else it was deleted
/// @param pending whether the other container is still to be told
/// @param micros when it happened, in microseconds since 1970
public record SyncMarkRow(boolean present, boolean pending, long micros) {
    private static final int VERSION = 1;

    public byte[] encode() {
        return new RecordWriter(11)
                .u8(VERSION)
                .u8(present ? 1 : 0)
                .u8(pending ? 1 : 0)
                .u64(micros)
                .toBytes();
    }

    public static SyncMarkRow decode(byte[] value) {
        var from = new RecordReader(value).version("a mark of synchronisation", VERSION);
        return new SyncMarkRow(from.u8() != 0, from.u8() != 0, from.u64());
    }
}
