package torc.proxy.rows;

/// Values of rows whose key says everything, or nearly so.
public final class MarkRow {
    private static final int VERSION = 1;

    private MarkRow() {}

    /// A row that only has to be there.
    public static byte[] present() {
        return new byte[] {VERSION};
    }

    /// A row that says a name.
    public static byte[] named(String name) {
        return new RecordWriter(64).u8(VERSION).string(name).toBytes();
    }

    public static String name(byte[] value) {
        return new RecordReader(value).version("a mark's row", VERSION).string();
    }
}
