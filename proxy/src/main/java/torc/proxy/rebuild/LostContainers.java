package torc.proxy.rebuild;

import java.util.Map;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.PolicyIds;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.EntryRow;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.Transaction;

/// Containers of which no row is left, and the first rows that they get again.
final class LostContainers {
    /// Stands below all rows of a container while it is made anew.
    static final RowKey REBUILDING = RowKey.of("!");

    private static final RowKey END = RowKey.of("~");

    private final MetadataStore rows;
    private final Ids ids;

    LostContainers(MetadataStore rows, Ids ids) {
        this.rows = rows;
        this.ids = ids;
    }

    /// Whether no row is left, or a rebuild was begun and did not end.
    boolean isLost(ContainerName container) {
        var first = rows.scan(RowKeys.shard(container), Scan.range(REBUILDING, END, 1));
        return first.isEmpty() || first.getFirst().key().equals(REBUILDING);
    }

    /// Makes the container without properties, and its account's entry, where they are not there.
    ///
    /// @param policy the container's storage policy
    /// @return whether the container was made
    boolean make(ContainerName container, long createdMicros, int policy) {
        var shard = RowKeys.shard(container);
        if (rows.get(shard, RowKeys.CONTAINER).isPresent()) return false;
        var entry = entry(container, createdMicros, policy);
        var row = new ContainerRow(entry.createdMicros(), entry.createdMicros(), entry.incarnation(), Map.of());
        return committed(Transaction.on(shard)
                .check(new Check.Absent(RowKeys.CONTAINER))
                .put(REBUILDING, MarkRow.present())
                .put(RowKeys.CONTAINER, row.encode())
                .put(RowKeys.USAGE, UsageRow.ZERO.encode())
                .build());
    }

    /// The entry that is there, for the container has to be of its incarnation, or a new one.
    private EntryRow entry(ContainerName container, long createdMicros, int policy) {
        var shard = RowKeys.shard(container.account());
        var key = RowKeys.entry(container.text());
        var found = rows.get(shard, key);
        if (found.isPresent()) return EntryRow.decode(found.get().value());
        var entry = new EntryRow(createdMicros, PolicyIds.draw(ids, policy), false);
        var transaction = Transaction.on(shard)
                .check(new Check.Absent(key))
                .put(key, entry.encode())
                .add(RowKeys.ENTRY_COUNT, 1);
        if (rows.get(shard, RowKeys.ACCOUNT).isEmpty())
            transaction
                    .check(new Check.Absent(RowKeys.ACCOUNT))
                    .put(
                            RowKeys.ACCOUNT,
                            new ContainerRow(createdMicros, createdMicros, new Id128(0, 0), Map.of()).encode());
        if (committed(transaction.build())) return entry;
        return rows.get(shard, key)
                .map(row -> EntryRow.decode(row.value()))
                .orElseThrow(() -> new StoreUnavailable("others change the account at the same time", false));
    }

    /// The container has all that it can get.
    void done(ContainerName container) {
        var shard = RowKeys.shard(container);
        if (rows.get(shard, REBUILDING).isEmpty()) return;
        var _ = committed(Transaction.on(shard).delete(REBUILDING).build());
    }

    private boolean committed(Transaction transaction) {
        return committed(rows, transaction);
    }

    /// @return false if a check did not hold
    static boolean committed(MetadataStore rows, Transaction transaction) {
        return switch (rows.commit(transaction)) {
            case CommitOutcome.Committed _ -> true;
            case CommitOutcome.CheckFailed _ -> false;
            case CommitOutcome.Refused(var reason) ->
                throw new StoreUnavailable("the metadata store is " + reason, reason == CommitOutcome.Reason.FULL);
            case CommitOutcome.Unknown(var cause) -> throw new StoreUnavailable(cause, false);
        };
    }
}
