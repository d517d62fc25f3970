package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.BoundsRow;
import torc.proxy.rows.BoundsRow.Leaving;
import torc.proxy.rows.IncomingRow;
import torc.proxy.rows.RangeTableRow;
import torc.proxy.rows.RangeTableRow.Move;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;

/// A move as its rows told of it. The table was read again after the others and was the same, so that these are
/// rows of
/// a move that was under way when they were read; a step commits on the condition that the row that it changes
/// still is
/// what it was here.
record RangeView(
        ContainerName container,
        Row tableRow,
        RangeTableRow table,
        Move move,
        Optional<Row> sourceBounds,
        Optional<Row> targetBounds,
        Optional<Row> incomingRow) {
    /// Empty if nothing is on its way, or something has changed meanwhile.
    static Optional<RangeView> read(MetadataStore rows, ContainerName container) {
        var root = RowKeys.shard(container);
        var found = rows.get(root, RowKeys.RANGE_TABLE);
        if (found.isEmpty()) return Optional.empty();
        var table = RangeTableRow.decode(found.get().value());
        var move = table.move();
        if (move == null) return Optional.empty();
        var target = rows.get(new ShardKey(move.target()), List.of(RowKeys.BOUNDS, RowKeys.INCOMING));
        var source = rows.get(new ShardKey(move.source()), RowKeys.BOUNDS);
        var again = rows.get(root, RowKeys.RANGE_TABLE);
        if (again.isEmpty() || again.get().revision() != found.get().revision()) return Optional.empty();
        return Optional.of(
                new RangeView(container, found.get(), table, move, source, target.getFirst(), target.getLast()));
    }

    ShardKey root() {
        return RowKeys.shard(container);
    }

    ShardKey source() {
        return new ShardKey(move.source());
    }

    ShardKey target() {
        return new ShardKey(move.target());
    }

    @Nullable
    BoundsRow bounds() {
        return Ranges.bounds(sourceBounds);
    }

    /// How far the range has left its source; null if it has not begun to, or nothing is left to be cleared
    /// there.
    @Nullable
    Leaving leaving() {
        var bounds = bounds();
        if (bounds == null || bounds.leaving() == null) return null;
        return bounds.leaving().move().equals(move.id()) ? bounds.leaving() : null;
    }

    /// Whether the source still owns the range.
    boolean isOwnedBySource() {
        var bounds = bounds();
        return bounds == null ? source().equals(root()) : bounds.covers(move.from());
    }

    /// How far the range has come; null if it has not begun to or has arrived.
    @Nullable
    IncomingRow incoming() {
        if (incomingRow.isEmpty()) return null;
        var row = IncomingRow.decode(incomingRow.get().value());
        return row.move().equals(move.id()) ? row : null;
    }
}
