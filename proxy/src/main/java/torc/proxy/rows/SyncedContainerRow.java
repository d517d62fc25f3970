package torc.proxy.rows;

/// The note that a container is synchronised with another one, and how far what it held before has been sent.
///
/// @param notedMicros when it was last said, in microseconds since 1970
/// @param destination where the listing goes to; empty before its begin
/// @param cursor the name after which it goes on
/// @param listed whether it has come to its end
public record SyncedContainerRow(long notedMicros, String destination, String cursor, boolean listed) {
    private static final int VERSION = 1;

    public static SyncedContainerRow noted(long micros) {
        return new SyncedContainerRow(micros, "", "", false);
    }

    public byte[] encode() {
        return new RecordWriter(64)
                .u8(VERSION)
                .u64(notedMicros)
                .string(destination)
                .string(cursor)
                .u8(listed ? 1 : 0)
                .toBytes();
    }

    public static SyncedContainerRow decode(byte[] value) {
        var from = new RecordReader(value).version("a synchronised container's row", VERSION);
        return new SyncedContainerRow(from.u64(), from.string(), from.string(), from.u8() != 0);
    }
}
