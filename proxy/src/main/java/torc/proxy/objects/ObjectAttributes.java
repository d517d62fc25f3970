package torc.proxy.objects;

import java.util.Map;
import java.util.OptionalLong;

/// What a client says of an object. Names are lower case, values octet for octet as they came.
///
/// @param contentType media type
/// @param headers standard fields to be given back: content-encoding, content-disposition, content-language,
/// cache-control, expires
/// @param metadata the user's own, without the dialect's prefix (`x-object-meta-`, `x-amz-meta-`)
/// @param system the dialects' own, such as checksums (`s3-checksum-crc32c`); no client sees them as they are
/// @param deleteAtSeconds when the object ends by itself, in seconds since 1970
public record ObjectAttributes(
        String contentType,
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> system,
        OptionalLong deleteAtSeconds) {
    public ObjectAttributes {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
        system = Map.copyOf(system);
    }

    /// These with more of the dialects' own.
    public ObjectAttributes withSystem(Map<String, String> more) {
        if (more.isEmpty()) return this;
        var joined = new java.util.HashMap<>(system);
        joined.putAll(more);
        return new ObjectAttributes(contentType, headers, metadata, joined, deleteAtSeconds);
    }
}
