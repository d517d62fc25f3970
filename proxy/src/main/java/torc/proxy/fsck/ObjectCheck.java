package torc.proxy.fsck;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.EntryRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.RowUnreadable;
import torc.ring.metadata.Check;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Walks over all accounts and containers. For one thread.
public final class ObjectCheck {
    private final MetadataStore rows;
    private final BlobStore blobs;
    private final boolean repairs;
    private final CheckScope scope;

    /// Of everything.
    ///
    /// @param repairs whether what can be repaired is
    public ObjectCheck(MetadataStore rows, BlobStore blobs, boolean repairs) {
        this(rows, blobs, repairs, CheckScope.ALL);
    }

    /// @param repairs whether what can be repaired is
    /// @param scope whose rows are looked at
    public ObjectCheck(MetadataStore rows, BlobStore blobs, boolean repairs, CheckScope scope) {
        this.rows = rows;
        this.blobs = blobs;
        this.repairs = repairs;
        this.scope = scope;
    }

    /// @param report is told of each finding, and whether it was repaired
    public void checkRows(BiConsumer<Finding, Boolean> report) {
        checkRows(report, () -> {});
    }

    /// @param report is told of each finding, and whether it was repaired
    /// @param step is told when a container or an account has been checked
    public void checkRows(BiConsumer<Finding, Boolean> report, Runnable step) {
        RowWalk.shards(rows, RowKeys.CONTAINER_SHARDS, shard -> {
            if (!scope.covers(shard.text())) return;
            var container = rows.get(shard, RowKeys.CONTAINER);
            if (container.isPresent()) checkEntry(shard, container.get(), report);
            new ContainerCheck(rows, this::hasBlob, repairs, report, shard).run();
            step.run();
        });
        RowWalk.shards(rows, RowKeys.RANGE_SHARDS, shard -> {
            if (!scope.covers(shard.text())) return;
            new ContainerCheck(rows, this::hasBlob, repairs, report, shard).run();
            step.run();
        });
        RowWalk.shards(rows, RowKeys.ACCOUNT_SHARDS, shard -> {
            var account = RowKeys.account(shard);
            if (!scope.covers(account)) return;
            RowWalk.rows(rows, shard, RowKeys.ENTRIES, row -> checkContainer(account, row, report));
            step.run();
        });
    }

    /// @param stored the blobs of all devices, also several times
    /// @param owners what the rows say of them
    public static void checkBlobs(
            Iterator<StoredBlob> stored, BlobOwners owners, Instant now, BiConsumer<Finding, Boolean> report) {
        while (stored.hasNext()) {
            var blob = stored.next();
            if (blob.owner().deadline().isBefore(now) && owners.naming(blob) == BlobOwners.Naming.NOT_NAMED)
                report.accept(new Finding.UnnamedBlob(blob.id()), false);
        }
    }

    private void checkEntry(ShardKey shard, Row container, BiConsumer<Finding, Boolean> report) {
        var name = RowKeys.container(shard);
        var account = RowKeys.shard(name.account());
        var key = RowKeys.entry(name.text());
        if (rows.get(account, key).isPresent()) return;
        try {
            var row = ContainerRow.decode(container.value());
            var transaction = Transaction.on(account)
                    .check(new Check.Absent(key))
                    .put(key, new EntryRow(row.createdMicros(), row.incarnation(), false).encode())
                    .add(RowKeys.ENTRY_COUNT, 1);
            if (rows.get(account, RowKeys.ACCOUNT).isEmpty())
                transaction
                        .check(new Check.Absent(RowKeys.ACCOUNT))
                        .put(
                                RowKeys.ACCOUNT,
                                new ContainerRow(row.createdMicros(), row.createdMicros(), row.incarnation(), Map.of())
                                        .encode());
            report.accept(new Finding.MissingEntry(name), repairs && RowWalk.isDone(rows.commit(transaction.build())));
        } catch (RowUnreadable e) {
            report.accept(new Finding.UnreadableRow(shard, container.key(), String.valueOf(e.getMessage())), false);
        }
    }

    /// Such entries go by themselves when they are old enough, so nothing is repaired here.
    private void checkContainer(AccountName account, Row entry, BiConsumer<Finding, Boolean> report) {
        var name = new ContainerName(account, entry.key().text(1));
        if (!scope.covers(name)) return;
        if (rows.get(RowKeys.shard(name), RowKeys.CONTAINER).isEmpty())
            report.accept(new Finding.EntryWithoutContainer(name), false);
    }

    private boolean hasBlob(Id128 blob) {
        return switch (blobs.read(blob, 0, 0)) {
            case BlobReadOutcome.Opened(var source) -> {
                source.close();
                yield true;
            }
            case BlobReadOutcome.Missing _ -> false;
            // Who cannot be asked is not known to have lost anything.
            case BlobReadOutcome.Unavailable _ -> true;
        };
    }
}
