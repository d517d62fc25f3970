package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.RangeTableRow;
import torc.proxy.rows.RangeTableRow.Range;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ShardKey;

/// Keeps every range of a container at a size that one shard can bear: one that has grown past the limit is
/// split in the middle, and two neighbours that have shrunk to a quarter of it together become one. Run
/// [#round] every now and then; it may run in several processes at once.
public final class Splitter {
    private static final Logger log = LoggerFactory.getLogger(Splitter.class);

    /// Neighbours with fewer objects than this part of the limit are merged: far enough from the size at which
    /// a range is split that one container does not do both in turn.
    private static final int MERGED_BELOW = 4;

    /// Moves of one container in one round.
    private static final int MOVES = 64;

    /// A step that finds others in its way this often in a row is left for the next round.
    private static final int PATIENCE = 1_000;

    private final Shelf shelf;
    private final RangeMoves moves;
    private final long splitAt;
    private final AtomicLong splits = new AtomicLong();
    private final AtomicLong merges = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();

    Splitter(Shelf shelf, RangeMoves moves) {
        this.shelf = shelf;
        this.moves = moves;
        this.splitAt = shelf.config().splitAtObjects();
    }

    /// Holds the copying to a rate.
    @FunctionalInterface
    public interface Pacing {
        /// @param rows that were copied or cleared
        void spend(long rows) throws InterruptedException;
    }

    /// Splits begun, merges begun, and rows copied or cleared since the start.
    public record Progress(long splits, long merges, long rows) {}

    public Progress progress() {
        return new Progress(splits.get(), merges.get(), moved.get());
    }

    /// Looks at every container, finishes what is under way, and moves what has to be moved.
    public void round(Pacing pacing) throws InterruptedException {
        var due = new ArrayList<ContainerName>();
        ShardWalk.walk(shelf.rows(), RowKeys.CONTAINER_SHARDS, Optional.empty(), shard -> {
            if (mayBeDue(shard)) due.add(RowKeys.container(shard));
            return true;
        });
        for (var container : due) balance(container, pacing);
    }

    private boolean mayBeDue(ShardKey shard) {
        var found = shelf.rows().get(shard, List.of(RowKeys.USAGE, RowKeys.RANGE_TABLE));
        if (found.getLast().isPresent()) return true;
        return found.getFirst()
                .filter(row -> UsageRow.decode(row.value()).rows() > splitAt)
                .isPresent();
    }

    private void balance(ContainerName container, Pacing pacing) throws InterruptedException {
        for (int i = 0; i < MOVES; i++) {
            if (!finish(container, pacing) || !begin(container)) return;
        }
    }

    /// @return false if the move does not get on
    private boolean finish(ContainerName container, Pacing pacing) throws InterruptedException {
        for (int idle = 0; idle < PATIENCE; ) {
            var step = moves.advance(container);
            if (!step.goesOn()) return true;
            idle = step.rows() == 0 ? idle + 1 : 0;
            moved.addAndGet(step.rows());
            pacing.spend(Math.max(step.rows(), 1));
        }
        log.warn(
                "Range does not move account={} container={}",
                container.account().text(),
                container.text());
        return false;
    }

    private boolean begin(ContainerName container) {
        var table = shelf.ranges()
                .table(container)
                .orElse(RangeTableRow.undivided(RowKeys.shard(container).text()));
        var objects = table.ranges().stream().mapToLong(this::objects).toArray();
        for (int i = 0; i < objects.length; i++) {
            if (objects[i] <= splitAt) continue;
            var middle = middle(table.ranges().get(i), objects[i]);
            if (middle.isEmpty() || !moves.split(container, middle.get())) continue;
            splits.incrementAndGet();
            log.info("Container is split objects={} ranges={}", objects[i], objects.length + 1);
            return true;
        }
        var shrunk = shrunk(objects);
        if (shrunk.isEmpty() || !moves.merge(container, shrunk.getAsInt())) return false;
        merges.incrementAndGet();
        log.info("Ranges of a container are merged ranges={}", objects.length - 1);
        return true;
    }

    /// The second of two neighbours that are small enough to be one.
    private OptionalInt shrunk(long[] objects) {
        for (int i = 1; i < objects.length; i++)
            if ((objects[i - 1] + objects[i]) * MERGED_BELOW < splitAt) return OptionalInt.of(i);
        return OptionalInt.empty();
    }

    private long objects(Range range) {
        return shelf.rows()
                .get(new ShardKey(range.shard()), RowKeys.USAGE)
                .map(row -> UsageRow.decode(row.value()).rows())
                .orElse(0L);
    }

    /// The key in the middle of a range, about, which never lies between an object and its versions; empty if
    /// there are too few.
    private Optional<RowKey> middle(Range range, long objects) {
        var from = range.from();
        var end = RowKeys.OBJECTS.endOfPrefix();
        var middle = Optional.<RowKey>empty();
        for (long left = objects / 2 + 1; left > 0; ) {
            var page = shelf.rows().scan(new ShardKey(range.shard()), Scan.range(from, end, (int)
                    Math.min(left, Scan.MAX_LIMIT)));
            if (page.isEmpty()) break;
            left -= page.size();
            middle = Optional.of(page.getLast().key());
            from = middle.get().next();
        }
        return middle.map(key -> RowKeys.object(RowKeys.baseName(RowKeys.objectName(key))))
                .filter(key -> key.compareTo(range.from()) > 0);
    }
}
