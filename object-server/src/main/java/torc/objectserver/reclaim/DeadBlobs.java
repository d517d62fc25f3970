package torc.objectserver.reclaim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;

/// The durable queue of blobs whose last naming row is gone. An entry is made by the same transaction that
/// removed the row. Safe for many threads; blocking. An entry that cannot be reached holds up no other: it is
/// given again by a later walk. Throws when none can be reached, and the reclaimer comes again.
public interface DeadBlobs {
    /// One blob to delete.
    ///
    /// @param entry names the queue's entry, opaque to the reclaimer, unique in the queue, in the
    ///     queue's order
    record DeadBlob(String entry, Id128 blob) {}

    /// Entries whose grace period has passed at `now`, behind entry `after` (from the beginning if empty),
    /// in the queue's order, at most `limit`; empty at the end. What is not [#done] is given again by the
    /// next walk.
    List<DeadBlob> due(Instant now, Optional<String> after, int limit);

    /// These blobs are durably gone from every device that may hold them: their entries may go. Idempotent.
    void done(List<DeadBlob> blobs);
}
