/// Makes the copies of blobs whole again: replaces damaged ones, completes missing ones, and carries
/// deletes to devices that missed them.
///
/// Nothing here deletes a copy because it looks unneeded; a copy goes only where another device remembers
/// that its blob was deleted, or where it stands on a device that is none of its primaries and all of these
/// were found to hold it. Begin reading at [torc.objectserver.repair.BlobHealer], which heals one blob,
/// then [torc.objectserver.repair.AntiEntropy], which finds what wants healing. Called on virtual threads.
@NullMarked
package torc.objectserver.repair;

import org.jspecify.annotations.NullMarked;
