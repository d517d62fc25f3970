package torc.objectserver.device;

/// How beginning a blob on a device ended.
public sealed interface BeginOutcome {
    record Begun(DeviceBlobWriter writer) implements BeginOutcome {}

    /// The space left is reserved for deletes and clean-up.
    record Full(long freeBytes) implements BeginOutcome {}

    /// The device is failing, closed, or has too much to do.
    record Unavailable(String cause) implements BeginOutcome {}

    /// A sound copy of this blob is already there.
    record Exists() implements BeginOutcome {}

    /// The device remembers that this blob was deleted, so it may not come back.
    record Deleted() implements BeginOutcome {}
}
