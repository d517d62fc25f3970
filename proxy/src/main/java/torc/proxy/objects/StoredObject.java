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
/// @param version its number among the versions of its name, the later the greater: tens of microseconds since
/// 1970; [ObjectName#UNVERSIONED] if it is none; [#NO_VERSIONS] if besides its container is known never to have
/// kept any
/// @param marker whether it only says that the object was deleted
public record StoredObject(
        ObjectName name,
        long bytes,
        String etag,
        long modifiedMicros,
        ObjectAttributes attributes,
        long[] partBytes,
        long version,
        boolean marker) {
    public static final long NO_VERSIONS = -1;

    /// An object that is no version.
    public StoredObject(
            ObjectName name,
            long bytes,
            String etag,
            long modifiedMicros,
            ObjectAttributes attributes,
            long[] partBytes) {
        this(name, bytes, etag, modifiedMicros, attributes, partBytes, NO_VERSIONS, false);
    }

    /// Whether it is a version.
    public boolean isVersion() {
        return version > ObjectName.UNVERSIONED;
    }

    /// The same object in a container that never kept versions.
    public StoredObject withoutVersions() {
        return new StoredObject(name, bytes, etag, modifiedMicros, attributes, partBytes, NO_VERSIONS, marker);
    }

    /// The same object, told to have another length and tag.
    public StoredObject with(long otherBytes, String otherEtag) {
        return new StoredObject(name, otherBytes, otherEtag, modifiedMicros, attributes, new long[0], version, marker);
    }

    /// When the object ends by itself, in seconds since 1970.
    public OptionalLong deleteAtSeconds() {
        return attributes.deleteAtSeconds();
    }

    public Map<String, String> metadata() {
        return attributes.metadata();
    }
}
