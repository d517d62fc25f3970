/// A durable log of batches on one or more mirrors (devices): what is acknowledged is under an fdatasync on a
/// write quorum of them.
///
/// It knows bytes and sequence numbers, not what they mean. Begin reading at `MirroredLog`; the bytes are
/// described in docs/formats.md, "The metadata log". Appends come from one thread, reads from any. All file
/// access goes through `Disk`, so that tests can tear, fail and forget writes.
@NullMarked
package torc.ring.log;

import org.jspecify.annotations.NullMarked;
