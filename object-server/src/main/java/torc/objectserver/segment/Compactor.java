package torc.objectserver.segment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import torc.common.id.Id128;
import torc.objectserver.index.IndexEntry;
import torc.objectserver.segment.RecordHeader.Kind;

/// Wins back the room of dead records: copies what is alive in a segment elsewhere, and lets the segment go. One thread
/// at a time.
///
/// The order keeps every step safe to die after: the copies are written, synced and read back; then the index points to
/// them, one entry after another, each only if nothing else changed it; then the index is made durable; then the old
/// file goes. Until a copy is indexed its extent is open, so a restart scans it again and finds that it is a copy.
final class Compactor {
    private final Engine engine;
    private final Pacer pacer;
    private final RecordVerifier verifier;
    private final RecordMover mover;

    /// Segments that could not be read or copied. Until the next start each counts as one failure of the disk: one bad
    /// sector, met again at every check, would else bring down the whole device, and fill it with copies before.
    private final Set<Integer> leftAlone = new HashSet<>();

    Compactor(Engine engine, Pacer pacer) {
        this.engine = engine;
        this.pacer = pacer;
        verifier = new RecordVerifier(engine.buffers, Pacer.none());
        mover = new RecordMover(engine);
    }

    /// Compacts the complete segment with the greatest dead share, if more than half of one is dead. If the device
    /// closes meanwhile, what was copied so far is dead, and the segment is compacted anew after the next start.
    ///
    /// @return whether there was one, and its room was won back
    boolean compactOne() throws IOException {
        var worst = worst();
        if (worst.isEmpty()) return false;
        try {
            return compact(worst.get());
        } catch (IOException e) {
            if (!DeviceHealth.isShortage(e)) leftAlone.add(worst.get().number());
            throw e;
        }
    }

    /// Forgets deletes that are old enough and that no dead record needs any more.
    void forgetDeletes() {
        var before =
                engine.clock.instant().minus(engine.config.rememberDeletes()).toEpochMilli();
        var after = Optional.<Id128>empty();
        while (pacer.pace(0)) {
            var page = engine.index.entries(after, 1000, IndexEntry::isDeleted);
            if (page.isEmpty()) return;
            for (var id : page.keySet()) {
                forget(id, before);
                after = Optional.of(id);
            }
        }
    }

    private void forget(Id128 id, long deletedBeforeMillis) {
        engine.changing(id, () -> {
            var entry = engine.index.get(id);
            if (entry == null || !entry.isDeleted()) return;
            var standing = entry.shadows().stream()
                    .filter(shadow -> engine.segments.get(shadow) != null)
                    .toList();
            if (standing.isEmpty() && entry.changedAtMillis() < deletedBeforeMillis)
                engine.index.replace(id, entry, null);
            else if (standing.size() < entry.shadows().size())
                engine.index.replace(id, entry, entry.withShadows(standing));
        });
    }

    private Optional<Segment> worst() {
        Segment worst = null;
        var worstShare = 0.5;
        for (var segment : engine.segments.all()) {
            if (!segment.isComplete() || !segment.isUnderstood() || leftAlone.contains(segment.number())) continue;
            var bytes = Math.max(1, segment.tail() - SegmentFormat.FIRST_RECORD);
            var share = 1 - (double) engine.index.liveBytes(segment.number()) / bytes;
            if (share <= worstShare) continue;
            worst = segment;
            worstShare = share;
        }
        return Optional.ofNullable(worst);
    }

    /// @return whether the segment's file went
    boolean compact(Segment segment) throws IOException {
        // Without room for the index, which knows where things are, moving them would only use up more room.
        if (!engine.flushIndex()) return false;
        var moves = new ArrayList<Move>();
        var dead = new ArrayList<Id128>();
        var readBack = false;
        try {
            readBack = copyLiving(segment, moves, dead) && syncAndReadBack(moves);
        } finally {
            for (var move : moves) settle(move, readBack);
        }
        if (!readBack) return false;
        // The index must be durable before the only other copy goes.
        if (!engine.flushIndex() || engine.health.away() != null || engine.index.liveBytes(segment.number()) != 0)
            return false;
        var number = segment.number();
        engine.segments.condemn(segment);
        // A tombstone is needed as long as a record that it keeps dead may stand. In this segment none does now.
        for (var id : dead) unshadow(id, number);
        for (var move : moves) unshadow(move.id, number);
        engine.index.forgetSegment(number);
        return true;
    }

    /// @return whether all were copied: not if the device closes in the meantime
    private boolean copyLiving(Segment segment, List<Move> moves, List<Id128> dead) throws IOException {
        try (var scanner = new SegmentScanner(segment, engine.buffers, SegmentFormat.FIRST_RECORD)) {
            for (var found = scanner.next(); found != null; found = scanner.next()) {
                var id = found.header().id();
                var entry = engine.index.get(id);
                var isNamed = entry != null
                        && entry.isAt(segment.number(), found.header().offset());
                if (entry == null || !isNamed) {
                    dead.add(id);
                    continue;
                }
                if (!pacer.pace(found.mark().recordBytes())) return false;
                // A copy in quarantine stays, and with it the segment, until it is repaired or deleted.
                if (entry.isSound() || (entry.isDeleted() && found.header().kind() == Kind.TOMBSTONE))
                    move(segment, found, entry, moves);
            }
            return true;
        }
    }

    private void move(Segment segment, FoundRecord found, IndexEntry entry, List<Move> moves) throws IOException {
        var id = found.header().id();
        var fault = verifier.fault(segment, id, entry);
        if (fault != null) {
            if (entry.isSound()) engine.quarantine(id, entry, fault);
            return;
        }
        var extent = engine.moved.reserve(entry.recordBytes());
        moves.add(new Move(id, entry, extent));
        mover.copy(segment, found, extent);
    }

    /// @return whether all were read: not if the device closes in the meantime
    private boolean syncAndReadBack(List<Move> moves) throws IOException {
        Segment synced = null;
        for (var move : moves) {
            var target = move.extent.segment();
            if (!target.equals(synced)) engine.syncer.sync(target);
            synced = target;
        }
        for (var move : moves) {
            if (!pacer.pace(0)) return false;
            var fault = verifier.fault(move.extent.segment(), move.id, move.now());
            if (fault == null) continue;
            move.extent.segment().seal();
            throw new IOException("a moved record does not read back: " + fault);
        }
        return true;
    }

    /// Lets the entry name the copy; or, if the entry has changed or the copy is not to be trusted, remember where
    /// the copy stands, so that it stays dead.
    private void settle(Move move, boolean readBack) {
        engine.changing(move.id, () -> {
            var now = engine.index.get(move.id);
            if (now == null) return;
            var unchanged = readBack
                    && now.isAt(move.entry.segment(), move.entry.offset())
                    && now.sequence() == move.entry.sequence()
                    && now.state() == move.entry.state();
            var moved = now.movedTo(move.extent.segment().number(), move.extent.offset());
            engine.index.replace(
                    move.id,
                    now,
                    unchanged ? moved : now.withShadow(move.extent.segment().number()));
        });
        move.extent.release(move.entry.recordBytes());
    }

    private void unshadow(Id128 id, int gone) {
        engine.changing(id, () -> {
            var entry = engine.index.get(id);
            if (entry == null || !entry.shadows().contains(gone)) return;
            var rest = entry.shadows().stream().filter(shadow -> shadow != gone).toList();
            engine.index.replace(id, entry, entry.withShadows(rest));
        });
    }

    /// A living record, and where its copy lies.
    private record Move(Id128 id, IndexEntry entry, Extent extent) {
        IndexEntry now() {
            return entry.movedTo(extent.segment().number(), extent.offset());
        }
    }
}
