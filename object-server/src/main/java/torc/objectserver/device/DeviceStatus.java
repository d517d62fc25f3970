package torc.objectserver.device;

/// How full a device is and how it does.
///
/// @param capacityBytes size of its file system
/// @param freeBytes what it would still take
/// @param liveBytes sum of the lengths of its blobs
/// @param blobs their number
/// @param deadBytes what compaction could win back
/// @param quarantined copies found damaged and not yet repaired
/// @param failed why it takes no more work; empty if it is well
public record DeviceStatus(
        long capacityBytes,
        long freeBytes,
        long liveBytes,
        long blobs,
        long deadBytes,
        long quarantined,
        String failed) {}
