package torc.objectserver.device;

/// How deleting a blob on one device ended.
public sealed interface DeviceDeleteOutcome {
    /// It was there and is durably gone.
    record Deleted() implements DeviceDeleteOutcome {}

    record Missing() implements DeviceDeleteOutcome {}

    record Unavailable(String cause) implements DeviceDeleteOutcome {}
}
