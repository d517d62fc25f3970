/// The metadata store inside one process: a durable log in front (`torc.ring.log`), RocksDB behind it as the
/// state that the log produces, both on as many devices as the store has mirrors.
///
/// Begin reading at `EmbeddedMetadataStore`, then `Committer` (a commit's life) and `StoreOpening` (what a
/// start does). Callers are virtual threads; one platform thread commits, one keeps the state flushed and
/// copied. The bytes are described in docs/formats.md, "The metadata state".
@NullMarked
package torc.ring.metadata.embedded;

import org.jspecify.annotations.NullMarked;
