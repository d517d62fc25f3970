package torc.proxy.rebuild;

import java.util.Optional;
import torc.common.id.Id128;
import torc.proxy.catalog.BlobPlace;
import torc.proxy.rows.BlobNote;
import torc.proxy.rows.Seal;

/// A blob of one name, as its header tells.
///
/// @param deadlineMicros of its upload; all blobs of one body have the same
/// @param seal what it is opened with; empty if it is not encrypted
record FoundBlob(
        Id128 id, BlobPlace place, long bytes, long deadlineMicros, Optional<BlobNote> note, Optional<Seal> seal) {}
