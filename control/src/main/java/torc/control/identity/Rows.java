package torc.control.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// The rows of identity: one shard key, so that every change here is one transaction.
final class Rows {
    private static final ShardKey SHARD = new ShardKey("identity");
    private static final int PAGE = 1_000;

    private final MetadataStore store;
    private final AtomicLong changes = new AtomicLong();

    Rows(MetadataStore store) {
        this.store = store;
    }

    /// Grows with every change that this process made: what was computed before a change may be
    /// stale after
    /// it.
    long changes() {
        return changes.get();
    }

    Optional<Row> get(RowKey key) {
        return store.get(SHARD, key);
    }

    /// All rows whose keys start with `prefix`.
    List<Row> all(RowKey prefix) {
        var found = new ArrayList<Row>();
        var from = prefix;
        while (true) {
            var page = store.scan(SHARD, Scan.range(from, prefix.endOfPrefix(), PAGE));
            for (var item : page) {
                if (item instanceof ScanItem.Found(var row)) found.add(row);
            }
            if (page.size() < PAGE) return found;
            from = page.getLast().key().next();
        }
    }

    Transaction.Builder change() {
        return Transaction.on(SHARD);
    }

    /// @return whether all checks held and the change happened
    /// @throws IdentityUnavailable if the store is not able to tell or to do it
    boolean commit(Transaction.Builder change) {
        var outcome = store.commit(change.build());
        changes.incrementAndGet();
        return switch (outcome) {
            case CommitOutcome.Committed _ -> true;
            case CommitOutcome.CheckFailed _ -> false;
            case CommitOutcome.Refused(var reason) -> throw new IdentityUnavailable(reason.name());
            case CommitOutcome.Unknown(var cause) -> throw new IdentityUnavailable(cause);
        };
    }
}
