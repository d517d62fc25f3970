package torc.proxy.rows;

import java.util.BitSet;

/// An upload that was completed or given up, and whose part rows are still to be cleared.
///
/// @param name of the object
/// @param used numbers of the parts whose bytes became the object's
public record EndedUploadRow(String name, BitSet used) {
    private static final int VERSION = 1;

    public byte[] encode() {
        var bits = used.toByteArray();
        return new RecordWriter(64 + bits.length)
                .u8(VERSION)
                .string(name)
                .varint(bits.length)
                .raw(bits)
                .toBytes();
    }

    public static EndedUploadRow decode(byte[] value) {
        var from = new RecordReader(value).version("an ended upload's row", VERSION);
        var name = from.string();
        var bits = new byte[from.size()];
        for (int i = 0; i < bits.length; i++) bits[i] = (byte) from.u8();
        return new EndedUploadRow(name, BitSet.valueOf(bits));
    }
}
