package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.BoundsRow;
import torc.proxy.rows.BoundsRow.Phase;
import torc.proxy.rows.IncomingRow;
import torc.proxy.rows.RangeTableRow;
import torc.proxy.rows.RangeTableRow.Move;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Finds the shard that owns a name (docs/architecture.md, "Ranges"). Tables of ranges are remembered; as each
/// shard's
/// bounds are read together with the rows, a table that has become wrong is noticed and read again. A container
/// that was
/// never split needs neither table nor a further round.
final class Ranges {
    /// More containers than this are never remembered to be split; they are few, for they are large.
    private static final int MAX_REMEMBERED = 10_000;

    private static final int MAX_ATTEMPTS = 200;

    private final MetadataStore rows;
    private final Map<ContainerName, RangeTableRow> remembered = new ConcurrentHashMap<>();

    Ranges(MetadataStore rows) {
        this.rows = rows;
    }

    /// A run of names that one shard owned when its bounds were read.
    record Segment(ShardKey shard, long boundsRevision, RowKey from, RowKey end) {}

    /// Reads rows of a name, and the container's row if its own shard owns the name.
    Owned read(ObjectName name, List<RowKey> keys) {
        var object = RowKeys.object(name.text());
        var root = RowKeys.shard(name.container());
        var wanted = new ArrayList<RowKey>(keys.size() + 2);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var shard = route(name.container(), root, object, true);
            var isRoot = shard.equals(root);
            wanted.clear();
            wanted.addAll(keys);
            wanted.add(RowKeys.BOUNDS);
            if (isRoot) wanted.add(RowKeys.CONTAINER);
            var found = rows.get(shard, wanted);
            var bounds = bounds(found.get(keys.size()));
            if (bounds == null ? isRoot : bounds.covers(object)) {
                var revision = revision(found.get(keys.size()));
                var container = isRoot ? found.getLast() : Optional.<Row>empty();
                return new Owned(shard, isRoot, container, revision, bounds, found.subList(0, keys.size()));
            }
            refresh(name.container());
        }
        throw lost();
    }

    /// The run of names with the key at `edge`, or with those just below it.
    Segment segment(ContainerName container, RowKey edge, boolean below) {
        var root = RowKeys.shard(container);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var shard = route(container, root, edge, !below);
            var found = rows.get(shard, RowKeys.BOUNDS);
            var bounds = bounds(found);
            if (bounds == null && shard.equals(root))
                return new Segment(shard, 0, RowKeys.OBJECTS, RowKeys.OBJECTS.endOfPrefix());
            if (bounds != null && contains(bounds, edge, below))
                return new Segment(shard, revision(found), bounds.from(), bounds.end());
            refresh(container);
        }
        throw lost();
    }

    private static boolean contains(BoundsRow bounds, RowKey edge, boolean below) {
        if (!below) return bounds.covers(edge);
        return bounds.from().compareTo(edge) < 0 && edge.compareTo(bounds.end()) <= 0;
    }

    /// Whether the shard has owned the same names since.
    boolean stillHolds(Segment segment) {
        return revision(rows.get(segment.shard(), RowKeys.BOUNDS)) == segment.boundsRevision();
    }

    /// Rows of a kind that stands in order of objects' names, over all ranges; as of one moment in each.
    List<ScanItem> scan(ContainerName container, char kind, ListRange wanted, int limit, boolean reverse) {
        var items = new ArrayList<ScanItem>();
        var range = wanted;
        while (items.size() < limit && !range.isEmpty()) {
            var edge = RowKeys.alike('o', kind, reverse ? range.end() : range.from());
            var segment = segment(container, edge, reverse);
            var from = RowKeys.alike(kind, 'o', segment.from());
            var end = RowKeys.alike(kind, 'o', segment.end());
            var left = limit - items.size();
            var found = rows.scan(segment.shard(), range.within(from, end).scan(left, reverse));
            if (!stillHolds(segment)) continue;
            items.addAll(found);
            if (!found.isEmpty()) {
                var last = found.getLast();
                range = range.past(last.key(), last instanceof ScanItem.Folded, reverse);
            }
            if (found.size() < left) range = reverse ? range.below(from) : range.startingAt(end);
        }
        return items;
    }

    /// The container's table; empty if it is not split and nothing is on its way.
    Optional<RangeTableRow> table(ContainerName container) {
        return rows.get(RowKeys.shard(container), RowKeys.RANGE_TABLE).map(row -> RangeTableRow.decode(row.value()));
    }

    /// The shards that hold objects of a container, its own first.
    List<ShardKey> shards(ContainerName container) {
        var table = table(container);
        if (table.isEmpty()) return List.of(RowKeys.shard(container));
        var shards = new ArrayList<String>();
        table.get().ranges().forEach(range -> shards.add(range.shard()));
        var move = table.get().move();
        if (move != null) shards.addAll(List.of(move.source(), move.target()));
        return shards.stream().distinct().map(ShardKey::new).toList();
    }

    /// The counters of a container over all its ranges, as of one moment for each, and none missed or met twice
    /// by a
    /// range that moves meanwhile.
    UsageRow usage(ContainerName container) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var shards = shards(container);
            var before = counters(shards);
            var sum = UsageRow.ZERO;
            var between = Optional.<ShardKey>empty();
            for (int i = 0; i < shards.size(); i++) {
                var counted = before.get(i).getLast();
                if (counted.isPresent())
                    sum = sum.plus(UsageRow.decode(counted.get().value()));
                var bounds = bounds(before.get(i).getFirst());
                if (bounds != null
                        && bounds.leaving() != null
                        && bounds.leaving().phase() == Phase.GONE)
                    between = Optional.of(new ShardKey(bounds.leaving().target()));
            }
            if (between.isPresent() && rows.get(between.get(), RowKeys.INCOMING).isPresent()) {
                refresh(container);
                continue;
            }
            if (sameBounds(before, counters(shards)) && shards.equals(shards(container))) return sum;
        }
        throw lost();
    }

    private List<List<Optional<Row>>> counters(List<ShardKey> shards) {
        return shards.stream()
                .map(shard -> rows.get(shard, List.of(RowKeys.BOUNDS, RowKeys.USAGE)))
                .toList();
    }

    private static boolean sameBounds(List<List<Optional<Row>>> before, List<List<Optional<Row>>> after) {
        for (int i = 0; i < before.size(); i++) {
            if (revision(before.get(i).getFirst()) != revision(after.get(i).getFirst())) return false;
        }
        return true;
    }

    private ShardKey route(ContainerName container, ShardKey root, RowKey object, boolean inclusive) {
        var table = remembered.get(container);
        if (table == null) return root;
        return new ShardKey(inclusive ? table.shard(object) : table.shardBelow(object));
    }

    /// Reads the table again. Where a range has left its source, it has arrived, whether the table says so yet
    /// or not.
    private void refresh(ContainerName container) {
        var found = table(container);
        if (found.isEmpty()) {
            remembered.remove(container);
            return;
        }
        var table = found.get();
        if (table.move() != null && hasLeft(container, table.move())) {
            open(table.move());
            table = table.moved();
        }
        if (remembered.size() >= MAX_REMEMBERED) remembered.clear();
        remembered.put(container, table);
    }

    private boolean hasLeft(ContainerName container, Move move) {
        var source = new ShardKey(move.source());
        var bounds = bounds(rows.get(source, RowKeys.BOUNDS));
        return bounds == null ? !source.equals(RowKeys.shard(container)) : !bounds.covers(move.from());
    }

    /// Lets the target own what its source no longer does. Whoever meets such a range may do it, and does it
    /// once.
    void open(Move move) {
        var shard = new ShardKey(move.target());
        var found = rows.get(shard, List.of(RowKeys.INCOMING, RowKeys.BOUNDS, RowKeys.INCOMING_USAGE));
        if (found.getFirst().isEmpty()) return;
        var incoming = IncomingRow.decode(found.getFirst().get().value());
        if (!incoming.move().equals(move.id())) return;
        var bounds = bounds(found.get(1));
        var grown = bounds == null
                ? new BoundsRow(incoming.incarnation(), incoming.from(), incoming.end(), null)
                : bounds.endingAt(incoming.end());
        var transaction = Transaction.on(shard)
                .check(new Check.AtRevision(RowKeys.INCOMING, revision(found.getFirst())))
                .check(new Check.AtRevision(RowKeys.BOUNDS, revision(found.get(1))))
                .put(RowKeys.BOUNDS, grown.encode())
                .delete(RowKeys.INCOMING)
                .delete(RowKeys.INCOMING_USAGE);
        if (found.get(2).isPresent()) {
            var usage = UsageRow.decode(found.get(2).get().value());
            transaction.add(RowKeys.USAGE, usage.toDeltas());
        }
        // If a check did not hold, somebody else has done it.
        if (rows.commit(transaction.build()) instanceof CommitOutcome.Refused(var reason))
            throw new StoreUnavailable("the metadata store is " + reason, reason == CommitOutcome.Reason.FULL);
    }

    static @Nullable BoundsRow bounds(Optional<Row> row) {
        return row.isEmpty() ? null : BoundsRow.decode(row.get().value());
    }

    static long revision(Optional<Row> row) {
        return row.isEmpty() ? 0 : row.get().revision();
    }

    private static StoreUnavailable lost() {
        return new StoreUnavailable("the range of a name moves all the time", false);
    }
}
