package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import torc.common.id.Id128;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.BoundsRow;
import torc.proxy.rows.BoundsRow.Leaving;
import torc.proxy.rows.BoundsRow.Phase;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.IncomingRow;
import torc.proxy.rows.IncomingRow.Stage;
import torc.proxy.rows.RangeTableRow;
import torc.proxy.rows.RangeTableRow.Move;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Moves ranges of names between the shards of a container, in small steps, each of which follows from the rows
/// alone
/// and may be made by anybody at any time, beside any traffic (docs/architecture.md, "Ranges").
///
/// The table names the move. The target prepares a place; the source begins to mark what changes; rows are
/// copied, then
/// the marked ones again; when few are left the source is sealed, and the last ones are copied. The transaction
/// in
/// which the source gives up the names decides. Then the target owns them, the table says so, the source is
/// cleared, and
/// the move ends.
final class RangeMoves {
    /// Marks that may be left when the source is sealed. Writers wait while so many names are copied.
    private static final int SEALED_BEHIND = 32;

    private static final int SCANNED_AT_ONCE = 200;
    private static final int LOCKS = 64;

    private final Shelf shelf;
    private final RangeCopy copy;
    private final RangeClearing clearing;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    RangeMoves(Shelf shelf, Borrowing borrowing, EndedUploads endedUploads) {
        this.shelf = shelf;
        this.copy = new RangeCopy(shelf, borrowing, endedUploads);
        this.clearing = new RangeClearing(shelf, endedUploads);
    }

    /// What a step did.
    ///
    /// @param goesOn whether the move is still under way
    /// @param rows that were copied or cleared
    record Step(boolean goesOn, int rows) {
        static final Step ENDED = new Step(false, 0);
        static final Step SMALL = new Step(true, 1);
    }

    /// Begins to move the names of a range from `at` on to a new shard.
    ///
    /// @return false if another move is under way, or there is nothing on one of the sides
    boolean split(ContainerName container, RowKey at) {
        var root = RowKeys.shard(container);
        var found = shelf.rows().get(root, List.of(RowKeys.CONTAINER, RowKeys.RANGE_TABLE));
        if (found.getFirst().isEmpty()) return false;
        var table = table(root, found.getLast());
        if (table.move() != null
                || table.ranges().stream().anyMatch(range -> range.from().equals(at))) return false;
        var source = table.shard(at);
        var end = table.ranges().stream()
                .map(RangeTableRow.Range::from)
                .filter(from -> from.compareTo(at) > 0)
                .findFirst()
                .orElse(RowKeys.OBJECTS.endOfPrefix());
        var target = RowKeys.shard(container, shelf.ids().next());
        return begin(root, found, table.with(new Move(shelf.ids().next(), source, target.text(), at, end)));
    }

    /// Begins to move all names of a range, which is not the first one, to the shard of the range before it.
    ///
    /// @return false if another move is under way
    boolean merge(ContainerName container, int range) {
        var root = RowKeys.shard(container);
        var found = shelf.rows().get(root, List.of(RowKeys.CONTAINER, RowKeys.RANGE_TABLE));
        if (found.getFirst().isEmpty() || found.getLast().isEmpty()) return false;
        var table = table(root, found.getLast());
        var ranges = table.ranges();
        if (table.move() != null || range < 1 || range >= ranges.size()) return false;
        var end = range + 1 < ranges.size() ? ranges.get(range + 1).from() : RowKeys.OBJECTS.endOfPrefix();
        var source = ranges.get(range);
        var target = ranges.get(range - 1).shard();
        return begin(root, found, table.with(new Move(shelf.ids().next(), source.shard(), target, source.from(), end)));
    }

    private static RangeTableRow table(ShardKey root, Optional<Row> row) {
        return row.isEmpty()
                ? RangeTableRow.undivided(root.text())
                : RangeTableRow.decode(row.get().value());
    }

    private boolean begin(ShardKey root, List<Optional<Row>> found, RangeTableRow table) {
        return shelf.commit(Transaction.on(root)
                .check(new Check.AtRevision(RowKeys.CONTAINER, Ranges.revision(found.getFirst())))
                .check(new Check.AtRevision(RowKeys.RANGE_TABLE, Ranges.revision(found.getLast())))
                .put(RowKeys.RANGE_TABLE, table.encode())
                .build());
    }

    /// Makes the next step of what is under way.
    Step advance(ContainerName container) {
        var lock = lock(container);
        lock.lock();
        try {
            return step(container);
        } finally {
            lock.unlock();
        }
    }

    /// For a writer who has met a sealed range: returns when it has moved.
    void finishSwitch(ContainerName container) {
        var lock = lock(container);
        lock.lock();
        try {
            while (isSwitching(container)) step(container);
        } finally {
            lock.unlock();
        }
    }

    /// Moves all names back to the container's own shard, as long as there is none.
    void joinAll(ContainerName container) {
        while (true) {
            var table = shelf.ranges().table(container);
            if (table.isEmpty()) return;
            if (table.get().move() != null) {
                advance(container);
                continue;
            }
            if (!shelf.ranges().usage(container).isZero()) return;
            merge(container, table.get().ranges().size() - 1);
        }
    }

    private ReentrantLock lock(ContainerName container) {
        return locks.get(Math.floorMod(container.hashCode(), LOCKS));
    }

    private boolean isSwitching(ContainerName container) {
        var view = RangeView.read(shelf.rows(), container);
        if (view.isEmpty() || view.get().leaving() == null) return false;
        var phase = view.get().leaving().phase();
        return phase == Phase.SEALED || (phase == Phase.GONE && view.get().incoming() != null);
    }

    private Step step(ContainerName container) {
        var read = RangeView.read(shelf.rows(), container);
        if (read.isEmpty()) {
            var table = shelf.ranges().table(container);
            return new Step(table.isPresent() && table.get().move() != null, 0);
        }
        var view = read.get();
        var leaving = view.leaving();
        if (leaving == null) return view.isOwnedBySource() ? prepare(view) : end(view);
        return switch (leaving.phase()) {
            case COPYING -> copy(view, leaving);
            case SEALED -> finishCopy(view, leaving);
            case GONE -> arrive(view, leaving);
        };
    }

    private Step prepare(RangeView view) {
        var move = view.move();
        var bounds = view.bounds();
        if (bounds == null) {
            var container = shelf.rows().get(view.root(), RowKeys.CONTAINER);
            if (container.isEmpty()) return Step.SMALL;
            bounds = BoundsRow.all(ContainerRow.decode(container.get().value()).incarnation());
        }
        if (view.incoming() == null) {
            shelf.commit(Transaction.on(view.target())
                    .check(new Check.AtRevision(RowKeys.BOUNDS, Ranges.revision(view.targetBounds())))
                    .check(new Check.Absent(RowKeys.INCOMING))
                    .put(RowKeys.INCOMING, incoming(move, bounds.incarnation()).encode())
                    .build());
            return Step.SMALL;
        }
        var leaving = new Leaving(move.id(), move.target(), move.from(), move.end(), Phase.COPYING);
        putBounds(view, bounds.with(leaving), Optional.empty());
        return Step.SMALL;
    }

    private static IncomingRow incoming(Move move, Id128 incarnation) {
        return new IncomingRow(
                move.id(), incarnation, move.source(), move.from(), move.end(), Stage.OBJECTS, move.from());
    }

    private void putBounds(RangeView view, BoundsRow bounds, Optional<UsageRow> less) {
        var transaction = Transaction.on(view.source())
                .check(new Check.AtRevision(RowKeys.BOUNDS, Ranges.revision(view.sourceBounds())))
                .put(RowKeys.BOUNDS, bounds.encode());
        less.ifPresent(usage ->
                transaction.add(RowKeys.USAGE, UsageRow.ZERO.minus(usage).toDeltas()));
        shelf.commit(transaction.build());
    }

    private Step copy(RangeView view, Leaving leaving) {
        var incoming = view.incoming();
        if (incoming == null) return Step.SMALL; // Read before somebody else's next step.
        return switch (incoming.stage()) {
            case OBJECTS -> new Step(true, copy.objects(view, incoming));
            case UPLOADS -> new Step(true, copy.uploads(view, incoming));
            case SYNC_MARKS -> new Step(true, copy.syncMarks(view, incoming));
            case CHANGES -> {
                var marks = marks(view, leaving);
                var copied = copy.changes(view, marks);
                if (marks.size() <= SEALED_BEHIND && copied == marks.size()) seal(view, leaving);
                yield new Step(true, copied + 1);
            }
        };
    }

    private void seal(RangeView view, Leaving leaving) {
        var bounds = view.bounds();
        if (bounds != null) putBounds(view, bounds.with(leaving.in(Phase.SEALED)), Optional.empty());
    }

    private Step finishCopy(RangeView view, Leaving leaving) {
        var marks = marks(view, leaving);
        if (!marks.isEmpty()) return new Step(true, copy.changes(view, marks));
        var bounds = view.bounds();
        if (bounds == null || view.incoming() == null) return Step.SMALL;
        var moved = shelf.rows()
                .get(view.target(), RowKeys.INCOMING_USAGE)
                .map(row -> UsageRow.decode(row.value()))
                .orElse(UsageRow.ZERO);
        putBounds(view, bounds.endingAt(leaving.from()).with(leaving.in(Phase.GONE)), Optional.of(moved));
        shelf.ranges().open(view.move());
        return Step.SMALL;
    }

    private List<Row> marks(RangeView view, Leaving leaving) {
        var from = RowKeys.alike('m', 'o', leaving.from());
        var end = RowKeys.alike('m', 'o', leaving.end());
        var marks = new ArrayList<Row>();
        for (var item : shelf.rows().scan(view.source(), Scan.range(from, end, SCANNED_AT_ONCE)))
            if (item instanceof ScanItem.Found(var row)) marks.add(row);
        return marks;
    }

    private Step arrive(RangeView view, Leaving leaving) {
        if (view.incoming() != null) {
            shelf.ranges().open(view.move());
            return Step.SMALL;
        }
        var moved = view.table().moved();
        if (!moved.ranges().equals(view.table().ranges())) {
            putTable(view, moved);
            return Step.SMALL;
        }
        var cleared = clearing.clear(view, leaving);
        if (cleared > 0) return new Step(true, cleared);
        var bounds = view.bounds();
        if (bounds != null && bounds.from().equals(bounds.end())) {
            shelf.commit(Transaction.on(view.source())
                    .check(new Check.AtRevision(RowKeys.BOUNDS, Ranges.revision(view.sourceBounds())))
                    .delete(RowKeys.BOUNDS)
                    .delete(RowKeys.USAGE)
                    .build());
        } else if (bounds != null) putBounds(view, bounds.with(null), Optional.empty());
        return Step.SMALL;
    }

    private void putTable(RangeView view, RangeTableRow table) {
        shelf.commit(Transaction.on(view.root())
                .check(new Check.AtRevision(RowKeys.RANGE_TABLE, view.tableRow().revision()))
                .put(RowKeys.RANGE_TABLE, table.encode())
                .build());
    }

    private Step end(RangeView view) {
        if (view.table().ranges().size() > 1) {
            putTable(view, view.table().with(null));
            return Step.ENDED;
        }
        shelf.commit(Transaction.on(view.root())
                .check(new Check.AtRevision(RowKeys.RANGE_TABLE, view.tableRow().revision()))
                .delete(RowKeys.RANGE_TABLE)
                .build());
        return Step.ENDED;
    }
}
