package torc.proxy.rows;

import torc.proxy.objects.ObjectAttributes;

/// A part of an unfinished upload, or of an ended one that was not cleared yet.
public record PartRow(long bytes, String etag, long modifiedMicros, ObjectAttributes attributes, Body body) {
    private static final int VERSION = 1;

    public byte[] encode() {
        var to = new RecordWriter(128).u8(VERSION).varint(bytes).u64(modifiedMicros);
        AttributesRecord.writeEtag(to, etag);
        AttributesRecord.write(to, attributes);
        return body.write(to).toBytes();
    }

    public static PartRow decode(byte[] value) {
        var from = new RecordReader(value).version("a part's row", VERSION);
        var bytes = from.varint();
        var modified = from.u64();
        var etag = AttributesRecord.readEtag(from);
        return new PartRow(bytes, etag, modified, AttributesRecord.read(from), Body.read(from));
    }
}
