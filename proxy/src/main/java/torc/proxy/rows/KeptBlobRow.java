package torc.proxy.rows;

/// A blob whose own row is gone but that somebody borrows.
///
/// @param name of the object that it was written for
public record KeptBlobRow(String name, long bytes) {
    private static final int VERSION = 1;

    public byte[] encode() {
        return new RecordWriter(64).u8(VERSION).string(name).varint(bytes).toBytes();
    }

    public static KeptBlobRow decode(byte[] value) {
        var from = new RecordReader(value).version("a kept blob's row", VERSION);
        return new KeptBlobRow(from.string(), from.varint());
    }
}
