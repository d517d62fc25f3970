package torc.objectserver.replica;

import java.time.Duration;

/// Bounds of the store, each with its reason.
///
/// @param sharedBuffers buffers of [SharedBuffers#BUFFER_BYTES] that all writes together may hold: the memory
///     bound of replicated writing
/// @param laneBuffers buffers that may wait for one device of one write
/// @param laneStall how long a write waits for a device that takes no more bytes before it goes on without
/// @param commitLimit how long a commit waits for its quorum
/// @param straggler how long a commit that has its quorum waits for the other copies, so that copies are
///     normally complete when the write is answered
/// @param hedgeLeast a read asks a second copy not before this time
/// @param hedgeMost a read asks a second copy at the latest after this time without a byte
/// @param readLimit a read without a byte from any copy for this long fails
/// @param deleteLimit how long a delete waits for a device
/// @param handoffs how many devices beside the primaries are tried by writes and asked by reads and deletes
/// @param breakerFailures after so many failures in a row a device is left alone for a while
/// @param breakerLeast the first such while; it doubles with each further failure
/// @param breakerMost its greatest length
public record ReplicaLimits(
        int sharedBuffers,
        int laneBuffers,
        Duration laneStall,
        Duration commitLimit,
        Duration straggler,
        Duration hedgeLeast,
        Duration hedgeMost,
        Duration readLimit,
        Duration deleteLimit,
        int handoffs,
        int breakerFailures,
        Duration breakerLeast,
        Duration breakerMost) {
    /// 64 MiB for all writes; a device that hangs is dropped from a write after 5 s.
    public static ReplicaLimits standard() {
        return new ReplicaLimits(
                1024,
                8,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                Duration.ofMillis(25),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                8,
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }
}
