package torc.objectserver.segment;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.index.BlobIndex;
import torc.objectserver.index.IndexEntry;
import torc.objectserver.index.IndexEntry.State;
import torc.objectserver.segment.RecordHeader.Kind;

/// Brings the index up to what the segments hold, after a crash or from nothing. For one thread, before the device
/// serves.
///
/// Records may come in any order and again and again: of two of one id the higher sequence counts, and the entry
/// remembers where the other lies.
final class RollForward {
    private final Segments segments;
    private final BlobIndex index;
    private final DirectBuffers buffers;
    private final RecordVerifier verifier;
    private long records;

    RollForward(Segments segments, BlobIndex index, DirectBuffers buffers) {
        this.segments = segments;
        this.index = index;
        this.buffers = buffers;
        verifier = new RecordVerifier(buffers, Pacer.none());
    }

    /// Takes over what a segment holds behind its mark.
    ///
    /// @return whether a tail may go on behind what was found: nothing else is there but zeros
    Scanned scan(Segment segment) throws IOException {
        var mark = index.mark(segment.number());
        try (var scanner = new SegmentScanner(segment, buffers, mark)) {
            for (var found = scanner.next(); found != null; found = scanner.next()) {
                segments.sequenceAtLeast(found.header().sequence() + 1);
                take(segment, found, mark > 0);
                records++;
            }
            return new Scanned(scanner.end(), !scanner.hasForeignBytes());
        }
    }

    /// Records found so far.
    long records() {
        return records;
    }

    private void take(Segment segment, FoundRecord found, boolean isTail) throws IOException {
        var id = found.header().id();
        var before = index.get(id);
        if (before != null && before.isAt(segment.number(), found.header().offset())) return;
        if (found.header().kind() == Kind.TOMBSTONE) {
            merge(id, before, found.entry(State.DELETED));
            return;
        }
        var entry = found.entry(State.SOUND);
        var fault = verifier.fault(segment, id, entry, found.mark().tableCrc());
        if (fault == null) merge(id, before, entry);
        // Behind a mark a record whose data is not whole was never acknowledged, as far as anybody can tell. Where
        // everything is scanned it more likely has been, and is kept for repair.
        else if (!isTail) merge(id, before, entry.quarantined());
    }

    private void merge(Id128 id, @Nullable IndexEntry before, IndexEntry found) {
        index.replace(id, before, merged(before, found));
    }

    private IndexEntry merged(@Nullable IndexEntry before, IndexEntry found) {
        if (before == null) return found;
        var foundWins = found.sequence() > before.sequence()
                || (found.sequence() == before.sequence() && !stands(before) && found.isSound());
        return foundWins ? superseding(before, found) : before.withShadow(found.segment());
    }

    private boolean stands(IndexEntry entry) {
        return segments.get(entry.segment()) != null && (entry.isSound() || entry.isDeleted());
    }

    /// `now` in the place of `before`, whose record stays where it is as a shadow.
    static IndexEntry superseding(@Nullable IndexEntry before, IndexEntry now) {
        if (before == null) return now;
        var result = now;
        for (int shadow : before.shadows()) result = result.withShadow(shadow);
        return before.isDeleted() ? result : result.withShadow(before.segment());
    }

    /// @param end behind the last record
    record Scanned(long end, boolean clean) {}
}
