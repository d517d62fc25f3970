package torc.proxy.s3.checksum;

import java.util.Map;
import java.util.Optional;

/// A checksum as it is kept with an object or a part, in the dialect's own attributes.
///
/// @param text Base64; a composite one ends in `-` and the number of parts
public record ObjectChecksum(ChecksumAlgorithm algorithm, String text, ChecksumType type) {
    private static final String KEY_PREFIX = "s3-checksum-";
    private static final String TYPE_KEY = "s3-checksum-type";

    /// The one that these attributes hold; an object has one at most.
    public static Optional<ObjectChecksum> of(Map<String, String> system) {
        if (system.isEmpty()) return Optional.empty();
        for (var algorithm : ChecksumAlgorithm.ALL) {
            var text = system.get(key(algorithm));
            if (text != null)
                return Optional.of(new ObjectChecksum(
                        algorithm,
                        text,
                        ChecksumType.ofLabel(system.getOrDefault(TYPE_KEY, "")).orElse(ChecksumType.FULL_OBJECT)));
        }
        return Optional.empty();
    }

    /// The attributes that keep this one.
    public Map<String, String> attributes() {
        return type == ChecksumType.FULL_OBJECT
                ? Map.of(key(algorithm), text)
                : Map.of(key(algorithm), text, TYPE_KEY, type.name());
    }

    /// Whether an attribute is a checksum's: those of an object do not pass to one with other bytes.
    public static boolean isAttribute(String name) {
        return name.startsWith(KEY_PREFIX);
    }

    private static String key(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> KEY_PREFIX + "crc32";
            case CRC32C -> KEY_PREFIX + "crc32c";
            case CRC64NVME -> KEY_PREFIX + "crc64nvme";
            case SHA1 -> KEY_PREFIX + "sha1";
            case SHA256 -> KEY_PREFIX + "sha256";
        };
    }
}
