package torc.proxy.rows;

/// Somebody borrows a blob.
///
/// @param holder text of the shard key where the borrower's [RowKeys#holder] row is, or will be
/// @param deadlineMicros after this moment a borrower that has no such row yet will never have it
public record ReferenceRow(String holder, long deadlineMicros) {
    private static final int VERSION = 1;

    public byte[] encode() {
        return new RecordWriter(64)
                .u8(VERSION)
                .string(holder)
                .u64(deadlineMicros)
                .toBytes();
    }

    public static ReferenceRow decode(byte[] value) {
        var from = new RecordReader(value).version("a reference's row", VERSION);
        return new ReferenceRow(from.string(), from.u64());
    }
}
