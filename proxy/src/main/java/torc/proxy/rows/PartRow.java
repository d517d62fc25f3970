package torc.proxy.rows;

import torc.proxy.objects.ObjectAttributes;

/// A part of an unfinished upload, or of an ended one that was not cleared yet.
public record PartRow(long bytes, String etag, long modifiedMicros, ObjectAttributes attributes, Body body) {
    private static final int VERSION = 1;

    /// The format of parts that are encrypted. All others are written as releases before it read them.
    private static final int VERSION_OF_SEALS = 2;

    public byte[] encode() {
        var sealed = body.isSealed();
        var to = new RecordWriter(128)
                .u8(sealed ? VERSION_OF_SEALS : VERSION)
                .varint(bytes)
                .u64(modifiedMicros);
        AttributesRecord.writeEtag(to, etag);
        AttributesRecord.write(to, attributes);
        return (sealed ? body.writeSealed(to) : body.write(to)).toBytes();
    }

    public static PartRow decode(byte[] value) {
        var from = new RecordReader(value);
        var sealed = from.versionUpTo("a part's row", VERSION_OF_SEALS) == VERSION_OF_SEALS;
        var bytes = from.varint();
        var modified = from.u64();
        var etag = AttributesRecord.readEtag(from);
        return new PartRow(bytes, etag, modified, AttributesRecord.read(from), Body.read(from, sealed));
    }
}
