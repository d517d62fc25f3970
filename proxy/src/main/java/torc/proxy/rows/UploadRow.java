package torc.proxy.rows;

import torc.common.id.Id128;
import torc.proxy.objects.ObjectAttributes;

/// An unfinished upload.
///
/// @param incarnation of the container that it was begun in
public record UploadRow(long createdMicros, Id128 incarnation, ObjectAttributes attributes) {
    private static final int VERSION = 1;

    public byte[] encode() {
        var to = new RecordWriter(128).u8(VERSION).u64(createdMicros).id(incarnation);
        AttributesRecord.write(to, attributes);
        return to.toBytes();
    }

    public static UploadRow decode(byte[] value) {
        var from = new RecordReader(value).version("an upload's row", VERSION);
        return new UploadRow(from.u64(), from.id(), AttributesRecord.read(from));
    }
}
