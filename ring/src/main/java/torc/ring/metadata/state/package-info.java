/// The rows of a metadata store in RocksDB, as an engine's log produces them: keys and values, transactions decided and
/// taken in one after another, scans. Begin at `State`, then `Batch`. What makes it durable, and where the order of
/// transactions comes from, is the engines' matter. The bytes are described in docs/formats.md, "The metadata state".
@NullMarked
package torc.ring.metadata.state;

import org.jspecify.annotations.NullMarked;
