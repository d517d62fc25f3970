package torc.objectserver.reclaim;

import torc.objectserver.device.StoredBlob;

/// Tells whether the row that a blob's header names still names it. Safe for many threads; blocking.
public interface BlobOwners {
    /// Asked only after the owner's deadline and the greatest clock error have passed, so that no commit
    /// may start to name the blob any more. The answer comes from a linearizable read.
    Naming naming(StoredBlob blob);

    /// The answer.
    enum Naming {
        /// A row names the blob, or a reference row does, or it waits in [DeadBlobs] and goes that way.
        NAMED,
        /// The rows could be read, and none of them names the blob or ever will.
        NOT_NAMED,
        /// The rows cannot be read now, or the header's owner is not understood: the blob stays.
        UNKNOWN
    }
}
