/// The blob engine: one device's blobs in append-only segments.
///
/// Begin reading at [torc.objectserver.segment.SegmentBlobDevice]; then follow a write through `SegmentBlobWriter`,
/// `Tail` and `Syncer`, a read through `SegmentBlobSource`, and a restart through `RollForward`. Every byte on disk is
/// described in `docs/formats.md`, the reasons in `docs/architecture.md`, "The blob engine". Callers are virtual
/// threads; what waits for a disk without a caller (sync, zero-fill, upkeep) has a platform thread per device.
@NullMarked
package torc.objectserver.segment;

import org.jspecify.annotations.NullMarked;
