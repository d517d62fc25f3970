/// Takes away blobs that are no longer needed, by the rules of docs/architecture.md, "Replicas on devices".
///
/// Two daemons: one executes the deletes that rows have declared ([torc.objectserver.reclaim.DeadBlobs]),
/// the other finds blobs that no row ever came to name ([torc.objectserver.reclaim.BlobOwners]). Nothing is
/// deleted because it looks unneeded: a row says so, or no row can ever name it again; who cannot tell
/// answers UNKNOWN, and the blob stays. Both interfaces are implemented over rows by whoever owns the rows;
/// both are called from virtual threads.
@NullMarked
package torc.objectserver.reclaim;

import org.jspecify.annotations.NullMarked;
