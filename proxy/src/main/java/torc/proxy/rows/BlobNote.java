package torc.proxy.rows;

import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import torc.proxy.objects.ObjectAttributes;

/// What the header of a body's first blob tells about the row that the body was written for, so that the row can
/// be
/// made anew from the blobs alone (docs/formats.md, "Owners of blobs").
///
/// @param begunMicros when the body began to come
/// @param announced how many bytes were to come, where that was said
/// @param attributes of the object, or of the part
/// @param upload attributes of the upload that the part belongs to; empty for an object
public record BlobNote(
        long begunMicros, OptionalLong announced, ObjectAttributes attributes, Optional<ObjectAttributes> upload) {
    private static final int VERSION = 1;

    /// The shard and the row take up to 2.5 KiB of the 8 KiB that a header has for all three, and a seal 100 signs.
    private static final int MOST_SIGNS = 5_400;

    /// As signs of base64url; empty if it would be too long, which the dialects' limits on metadata prevent.
    public String encode() {
        var to = new RecordWriter(256).u8(VERSION).u64(begunMicros);
        AttributesRecord.writeEnd(to, announced);
        AttributesRecord.write(to, attributes);
        to.u8(upload.isPresent() ? 1 : 0);
        upload.ifPresent(each -> AttributesRecord.write(to, each));
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(to.toBytes());
        return text.length() <= MOST_SIGNS ? text : "";
    }

    /// Empty if nothing was told, or nothing that this program understands.
    public static Optional<BlobNote> decode(String about) {
        if (about.isEmpty()) return Optional.empty();
        try {
            var from = new RecordReader(Base64.getUrlDecoder().decode(about)).version("a blob's note", VERSION);
            var begun = from.u64();
            var announced = AttributesRecord.readEnd(from);
            var attributes = AttributesRecord.read(from);
            var upload = from.u8() == 0 ? Optional.<ObjectAttributes>empty() : Optional.of(AttributesRecord.read(from));
            return Optional.of(new BlobNote(begun, announced, attributes, upload));
        } catch (IllegalArgumentException | RowUnreadable _) {
            return Optional.empty();
        }
    }
}
