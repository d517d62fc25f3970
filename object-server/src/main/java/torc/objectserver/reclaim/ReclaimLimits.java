package torc.objectserver.reclaim;

import java.time.Duration;

/// Bounds of the reclaimer.
///
/// @param deletesAtOnce blobs deleted at the same time, so that their syncs are shared
/// @param page entries of the queue fetched at once
/// @param maxClockError no two clocks of the cluster differ by more: added to an upload's deadline before its
///     blobs may be orphans (docs/architecture.md, "Replicas on devices", rule a)
public record ReclaimLimits(int deletesAtOnce, int page, Duration maxClockError) {
    /// Five minutes is what F11 of the fault table lets a clock jump.
    public static ReclaimLimits standard() {
        return new ReclaimLimits(16, 256, Duration.ofMinutes(5));
    }
}
