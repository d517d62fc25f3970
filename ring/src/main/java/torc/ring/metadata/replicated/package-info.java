/// The metadata store as a Raft group of nodes, by Apache Ratis (docs/architecture.md, "The metadata store").
///
/// Begin at `ReplicatedMetadataStore`, then `Proposer` (a commit's way into the log) and `RowMachine` (what every
/// member
/// makes of the log). Everything that waits does so on virtual threads, within a time limit. The bytes are described in
/// docs/formats.md, "The replicated log".
@NullMarked
package torc.ring.metadata.replicated;

import org.jspecify.annotations.NullMarked;
