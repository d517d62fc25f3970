package torc.objectserver.blob;

import torc.common.stream.ByteSource;

/// How opening a blob ended.
public sealed interface BlobReadOutcome {
    /// The bytes asked for. The source checks every block and goes on from another copy where one is damaged or lost;
    /// it throws [BlobUnreadable] if no copy is left.
    record Opened(ByteSource source) implements BlobReadOutcome {}

    /// No device that answered has the blob, and all answered.
    record Missing() implements BlobReadOutcome {}

    /// No copy can be read now.
    record Unavailable(String cause) implements BlobReadOutcome {}
}
