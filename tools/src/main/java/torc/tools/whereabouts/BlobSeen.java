package torc.tools.whereabouts;

import java.util.List;

/// One blob of an object, and what devices have of it.
///
/// @param blob its id; empty for a partition as such
/// @param policy number of its storage policy
/// @param ring that places it
/// @param partition that it falls into
/// @param firstByte where the object's bytes begin in the blob
/// @param bytes of the object in it; 0 where no object was named
/// @param inFragments whether each primary keeps a fragment of its own; else each keeps a whole copy
/// @param copies the primaries in order of the ring, then the first handoffs
record BlobSeen(
        String blob,
        int policy,
        String ring,
        int partition,
        long firstByte,
        long bytes,
        boolean inFragments,
        List<CopySeen> copies) {
    BlobSeen {
        copies = List.copyOf(copies);
    }

    /// Primaries that do not have what they should.
    long missing() {
        return copies.stream()
                .filter(copy -> copy.primary() && copy.state() != CopySeen.State.SOUND)
                .filter(copy -> copy.state() != CopySeen.State.SILENT)
                .count();
    }

    /// Primaries that did not answer.
    long silent() {
        return copies.stream()
                .filter(copy -> copy.primary() && copy.state() == CopySeen.State.SILENT)
                .count();
    }
}
