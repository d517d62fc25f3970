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
import torc.ring.metadata.Transaction;

/// Removes objects whose end has come, and only those: an object that was replaced, or whose end was moved, is another
/// row at another place of the index.
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
            if (removeDue(container, BATCH) == 0) return usage;
            while (removeDue(container, BATCH) > 0) {
                // Each round removes some; who asks for exact figures waits for it.
            }
        } catch (StoreUnavailable _) {
            // A store that takes no writes now still answers questions: with what is counted.
        }
        return shelf.rows()
                .get(RowKeys.shard(container), RowKeys.USAGE)
                .map(row -> UsageRow.decode(row.value()))
                .orElse(UsageRow.ZERO);
    }

    /// @return how many entries of the index were due
    int removeDue(ContainerName container, int limit) {
        var now = shelf.nowSeconds();
        var due = shelf.rows()
                .scan(RowKeys.shard(container), Scan.range(RowKeys.EXPIRIES, RowKeys.expiriesEnd(now), limit));
        var batch = new ArrayList<Current>();
        for (var item : due) {
            var index = item.key();
            var current = Current.read(shelf.rows(), new ObjectName(container, RowKeys.expiryName(index)));
            if (!endsAt(current, RowKeys.expirySeconds(index))) dropStrayEntry(current, index);
            else if (isLong(current)) commit.remove(current);
            else batch.add(current);
            if (batch.size() == REMOVED_AT_ONCE) remove(batch);
        }
        remove(batch);
        return due.size();
    }

    private static boolean endsAt(Current current, long endSeconds) {
        var stored = current.stored();
        return stored != null
                && stored.deleteAtSeconds().isPresent()
                && stored.deleteAtSeconds().getAsLong() == endSeconds;
    }

    private static boolean isLong(Current current) {
        return current.stored() != null && current.stored().place() == ObjectRow.Place.ELSEWHERE;
    }

    /// Removes a batch by one transaction. If somebody was faster with one of them, or the store is full and lets only
    /// small ones pass, then each by its own.
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
        shelf.commit(Transaction.on(RowKeys.shard(current.name().container()))
                .check(new Check.AtRevision(RowKeys.object(current.name().text()), current.revision()))
                .delete(index)
                .build());
    }
}
