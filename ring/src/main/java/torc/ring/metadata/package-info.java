/// The metadata store: ordered rows in shards, changed by atomic checked transactions.
///
/// The interface is [torc.ring.metadata.MetadataStore]; begin there. Engines live in packages of their own
/// (`embedded`) over a `state` that they share, and one contract suite, `MetadataStoreContract`, runs on each.
/// Everything here blocks and is
/// called from virtual threads. Rows' meaning belongs to the callers: a store knows bytes, counters and order.
@NullMarked
package torc.ring.metadata;

import org.jspecify.annotations.NullMarked;
