package torc.objectserver.device;

import torc.common.stream.ByteSource;

/// How opening a blob on one device ended.
public sealed interface DeviceReadOutcome {
    /// @param blobBytes the whole blob's length
    /// @param source checks each block before it gives it, and throws [BlobDamaged] at one that is not
    ///     what was written
    record Opened(long blobBytes, ByteSource source) implements DeviceReadOutcome {}

    record Missing() implements DeviceReadOutcome {}

    /// The copy is damaged and in quarantine.
    record Damaged(String cause) implements DeviceReadOutcome {}

    record Unavailable(String cause) implements DeviceReadOutcome {}
}
