package torc.proxy.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;

/// Where an object's bytes lie: extents of blobs, in order.
public record Body(List<Extent> extents) {
    /// Greatest length of a row that holds a body. A transaction holds two such rows, of an object and of the one that
    /// it
    /// replaces, beside checks of 10,000 parts.
    public static final int MAX_ROW_BYTES = 6 << 20;

    public static final Body EMPTY = new Body(List.of());

    public Body {
        extents = List.copyOf(extents);
    }

    public boolean isEmpty() {
        return extents.isEmpty();
    }

    public long bytes() {
        var sum = 0L;
        for (var extent : extents) sum += extent.bytes();
        return sum;
    }

    /// Whether any of it is encrypted.
    boolean isSealed() {
        return extents.stream().anyMatch(extent -> extent.seal().isPresent());
    }

    /// The blobs that are this shard's own, each once.
    public List<Id128> ownedBlobs() {
        return extents.stream()
                .filter(Extent::isOwned)
                .map(Extent::blob)
                .distinct()
                .toList();
    }

    /// The extents that are borrowed under a reference.
    public List<Extent> borrowed() {
        return extents.stream().filter(extent -> !extent.isOwned()).toList();
    }

    /// The references under which something is borrowed, each once.
    public List<Id128> references() {
        return extents.stream()
                .filter(extent -> !extent.isOwned())
                .map(Extent::reference)
                .distinct()
                .toList();
    }

    /// The bytes from `firstByte` (inclusive) to `endByte` (exclusive).
    public Body slice(long firstByte, long endByte) {
        var sliced = new ArrayList<Extent>();
        var start = 0L;
        for (var extent : extents) {
            var from = Math.max(firstByte, start);
            var to = Math.min(endByte, start + extent.bytes());
            if (from < to) sliced.add(extent.slice(from - start, to - from));
            start += extent.bytes();
            if (start >= endByte) break;
        }
        return new Body(sliced);
    }

    /// As releases before encryption read it, without seals.
    RecordWriter write(RecordWriter to) {
        return write(to, false);
    }

    /// With the seal of each extent that has one.
    RecordWriter writeSealed(RecordWriter to) {
        return write(to, true);
    }

    /// Runs of extents that have owner and reference in common are written together.
    private RecordWriter write(RecordWriter to, boolean seals) {
        to.varint(extents.size());
        for (int i = 0; i < extents.size(); ) {
            var first = extents.get(i);
            var end = i + 1;
            while (end < extents.size() && sameRun(first, extents.get(end))) end++;
            to.varint(end - i).string(first.owner()).id(first.reference());
            for (; i < end; i++) {
                var extent = extents.get(i);
                to.id(extent.blob()).varint(extent.firstByte()).varint(extent.bytes());
                if (!seals) continue;
                to.u8(extent.seal().isPresent() ? 1 : 0);
                extent.seal().ifPresent(seal -> seal.write(to));
            }
        }
        return to;
    }

    static Body read(RecordReader from) {
        return read(from, false);
    }

    /// @param seals whether it was written by [#writeSealed]
    static Body read(RecordReader from, boolean seals) {
        var count = from.size();
        if (count == 0) return EMPTY;
        var extents = new ArrayList<Extent>(count);
        while (extents.size() < count) {
            var run = from.size();
            var owner = from.string();
            var reference = from.id();
            for (int i = 0; i < run; i++)
                extents.add(new Extent(
                        from.id(),
                        from.varint(),
                        from.varint(),
                        owner,
                        reference,
                        seals ? seal(from) : Optional.empty()));
        }
        return new Body(extents);
    }

    private static Optional<Seal> seal(RecordReader from) {
        return switch (from.u8()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Seal.read(from));
            default -> throw new RowUnreadable("a seal of unknown kind");
        };
    }

    private static boolean sameRun(Extent one, Extent other) {
        return one.reference().equals(other.reference()) && one.owner().equals(other.owner());
    }
}
