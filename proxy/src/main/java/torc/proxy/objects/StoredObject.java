package torc.proxy.objects;

import java.util.Map;
import java.util.OptionalLong;

/// An object as it stands, without its bytes.
///
/// @param bytes its length
/// @param etag the entity tag without quotes: the MD5 in hexadecimal, or what the upload's completion gave
/// @param modifiedMicros microseconds since 1970; of two writes of one name, the later one's is greater
/// @param attributes the rest
/// @param partBytes lengths of the parts of a completed multipart upload, in order; empty for others
public record StoredObject(
        ObjectName name, long bytes, String etag, long modifiedMicros, ObjectAttributes attributes, long[] partBytes) {

    /// When the object ends by itself, in seconds since 1970.
    public OptionalLong deleteAtSeconds() {
        return attributes.deleteAtSeconds();
    }

    public Map<String, String> metadata() {
        return attributes.metadata();
    }
}
