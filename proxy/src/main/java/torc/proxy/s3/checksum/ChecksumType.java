package torc.proxy.s3.checksum;

import java.util.Optional;

/// What a stored checksum is of.
public enum ChecksumType {
    /// Of all bytes.
    FULL_OBJECT,
    /// Of the parts' checksums.
    COMPOSITE;

    public static Optional<ChecksumType> ofLabel(String label) {
        for (var type : values()) {
            if (type.name().equals(label)) return Optional.of(type);
        }
        return Optional.empty();
    }
}
