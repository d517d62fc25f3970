/// Volumes over blobs and metadata, and the NBD server that offers them.
///
/// Nothing is built here yet: the room and its door stand, so that the arrows between modules are
/// fixed from the start. The plan is in `docs/architecture.md`.
@NullMarked
package torc.blockserver;

import org.jspecify.annotations.NullMarked;
