package torc.objectserver.repair;

/// How copying a blob from one device to another ended.
public sealed interface CopyOutcome {
    /// It is durable, and was read back and compared.
    record Copied(long bytes) implements CopyOutcome {}

    record AlreadyThere() implements CopyOutcome {}

    /// The target remembers that the blob was deleted.
    record Deleted() implements CopyOutcome {}

    /// The source could not give the whole blob; another one may.
    record SourceFailed(String cause) implements CopyOutcome {}

    /// The target did not take it.
    record TargetFailed(String cause) implements CopyOutcome {}
}
