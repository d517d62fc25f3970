package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Removes objects whose end has come, and only those: an object that was replaced, or whose end was moved, is
/// another row at another place of the index.
final class Expiry {
    /// Objects looked up at once.
    private static final int BATCH = 500;

    /// Objects removed by one transaction.
    private static final int REMOVED_AT_ONCE = 100;

    private final Shelf shelf;
    private final ObjectCommit commit;

    Expiry(Shelf shelf, ObjectCommit commit) {
        this.shelf = shelf;
        this.commit = commit;
    }

    /// The counters of a container without the objects whose end has come, which are removed for that.
    ///
    /// @param usage the counters as they were read
    UsageRow settled(ContainerName container, UsageRow usage) {
        if (usage.expiring() == 0) return usage;
        try {
            if (removeDue(container) == 0) return usage;
        } catch (StoreUnavailable _) {
            // A store that takes no writes now still answers questions: with what is counted.
        }
        return shelf.ranges().usage(container);
    }

    /// Removes all objects of a container whose end came so long ago that they are kept no longer.
    ///
    /// @return how many entries of the index were due
    long removeDue(ContainerName container) {
        return removeEndedBefore(
                container, shelf.nowSeconds() - shelf.config().reaping().toSeconds());
    }

    /// Removes all objects of a container whose end has come.
    void removeEnded(ContainerName container) {
        removeEndedBefore(container, shelf.nowSeconds());
    }

    private long removeEndedBefore(ContainerName container, long seconds) {
        var removed = 0L;
        var shards = shelf.ranges().shards(container);
        while (true) {
            for (var shard : shards) removed += removeDue(container, shard, seconds);
            // What has moved meanwhile may have been passed by in both shards.
            var now = shelf.ranges().shards(container);
            if (now.equals(shards)) return removed;
            shards = now;
        }
    }

    private long removeDue(ContainerName container, ShardKey shard, long seconds) {
        var removed = 0L;
        var from = RowKeys.EXPIRIES;
        var end = RowKeys.expiriesEnd(seconds);
        while (true) {
            var due = shelf.rows().scan(shard, Scan.range(from, end, BATCH));
            var own = removeDue(container, shard, due);
            removed += own;
            if (due.size() < BATCH && own == 0) return removed;
            // What is removed is no longer in the way; where nothing was, the names are another shard's by now.
            if (own == 0) from = due.getLast().key().next();
        }
    }

    private int removeDue(ContainerName container, ShardKey shard, List<ScanItem> due) {
        var own = 0;
        var batch = new ArrayList<Current>();
        for (var item : due) {
            var index = item.key();
            var current = Current.read(shelf.ranges(), new ObjectName(container, RowKeys.expiryName(index)));
            if (!current.shard().equals(shard)) continue;
            own++;
            if (!endsAt(current, RowKeys.expirySeconds(index))) dropStrayEntry(current, index);
            else if (isLong(current)) commit.remove(current);
            else batch.add(current);
            if (batch.size() == REMOVED_AT_ONCE) remove(batch);
        }
        remove(batch);
        return own;
    }

    private static boolean endsAt(Current current, long endSeconds) {
        var stored = current.stored();
        return stored != null
                && stored.deleteAtSeconds().isPresent()
                && stored.deleteAtSeconds().getAsLong() == endSeconds;
    }

    /// Whether removing it takes a transaction of its own: its rows are long, or they are kept.
    private static boolean isLong(Current current) {
        var stored = current.stored();
        return stored != null && (stored.place() == ObjectRow.Place.ELSEWHERE || stored.version() != 0);
    }

    /// Removes a batch by one transaction. If somebody was faster with one of them, or the store is full and
    /// lets only small ones pass, then each by its own.
    private void remove(List<Current> batch) {
        if (batch.isEmpty()) return;
        var removed = false;
        try {
            removed = commit.remove(batch);
        } catch (StoreUnavailable trouble) {
            if (!trouble.full()) throw trouble;
        }
        if (!removed) batch.forEach(commit::remove);
        batch.clear();
    }

    /// The index is kept by the same transactions as the objects, so this only repairs damage.
    private void dropStrayEntry(Current current, RowKey index) {
        shelf.commit(Transaction.on(current.shard())
                .check(new Check.AtRevision(RowKeys.object(current.row()), current.revision()))
                .delete(index)
                .build());
    }
}
