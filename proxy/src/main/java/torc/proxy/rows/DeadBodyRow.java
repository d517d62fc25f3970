package torc.proxy.rows;

/// A body that no object names any more, kept for its readers until it is due.
public record DeadBodyRow(long dueMicros, Body body) {
    private static final int VERSION = 1;

    public byte[] encode() {
        return body.write(new RecordWriter(128).u8(VERSION).u64(dueMicros)).toBytes();
    }

    public static DeadBodyRow decode(byte[] value) {
        var from = new RecordReader(value).version("a dead body's row", VERSION);
        return new DeadBodyRow(from.u64(), Body.read(from));
    }
}
