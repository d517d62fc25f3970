package torc.objectserver.device;

/// How deleting a blob, or dropping its copy, on one device ended.
public sealed interface DeviceDeleteOutcome {
    /// It was there and is gone: durably, if it was deleted.
    record Deleted() implements DeviceDeleteOutcome {}

    record Missing() implements DeviceDeleteOutcome {}

    record Unavailable(String cause) implements DeviceDeleteOutcome {}
}
