package torc.objectserver.blob;

/// How writing a blob ended.
public sealed interface BlobWriteOutcome {
    /// It is durable on the write quorum.
    record Stored(long bytes, int copies) implements BlobWriteOutcome {}

    /// Too few devices have room.
    record Full() implements BlobWriteOutcome {}

    /// Too few devices could be written.
    record Unavailable(String cause) implements BlobWriteOutcome {}
}
