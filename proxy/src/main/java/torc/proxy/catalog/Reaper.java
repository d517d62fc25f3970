package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.Versioning;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;

/// Removes what ended accounts hold, and then the accounts (Swift's account reaper). Each step is safe at any
/// time, and whatever a round leaves the next one takes: also what a request brought that was under way when
/// the account ended.
final class Reaper {
    private static final Logger log = LoggerFactory.getLogger(Reaper.class);

    private static final int SCANNED_AT_ONCE = 200;

    /// Objects removed by one transaction.
    private static final int REMOVED_AT_ONCE = 100;

    private final Shelf shelf;
    private final Accounts accounts;
    private final Containers containers;
    private final ObjectCommit commit;
    private final AtomicLong removed = new AtomicLong();

    /// @param commit makes no copies of what it removes, whatever the container
    Reaper(Shelf shelf, Accounts accounts, Containers containers, ObjectCommit commit) {
        this.shelf = shelf;
        this.accounts = accounts;
        this.containers = containers;
        this.commit = commit;
    }

    /// Removes what all ended accounts hold.
    ///
    /// @param pace asked before objects are removed
    void reap(Splitter.Pacing pace) throws InterruptedException {
        var ended = new ArrayList<AccountName>();
        ShardWalk.walk(shelf.rows(), RowKeys.ACCOUNT_SHARDS, Optional.empty(), shard -> {
            if (isDue(shard)) ended.add(RowKeys.account(shard));
            return true;
        });
        for (var account : ended) reap(account, pace);
    }

    /// How many objects and versions were removed until now.
    long removed() {
        return removed.get();
    }

    private boolean isDue(ShardKey shard) {
        var row = shelf.rows().get(shard, RowKeys.ACCOUNT);
        if (row.isEmpty()) return false;
        var at = ContainerRow.decode(row.get().value()).properties().get(Accounts.ENDED);
        var delay = shelf.config().accountReaping().toNanos() / 1_000;
        return at != null && Long.parseLong(at) + delay <= shelf.nowMicros();
    }

    private void reap(AccountName account, Splitter.Pacing pace) throws InterruptedException {
        var before = removed.get();
        var from = RowKeys.ENTRIES;
        while (true) {
            var page = scan(RowKeys.shard(account), from, RowKeys.ENTRIES);
            for (var entry : page) reap(new ContainerName(account, entry.key().text(1)), pace);
            if (page.size() < SCANNED_AT_ONCE) break;
            from = page.getLast().key().next();
        }
        var gone = accounts.delete(account);
        log.info("Account reaped account={} objects={} gone={}", account.text(), removed.get() - before, gone);
    }

    private void reap(ContainerName container, Splitter.Pacing pace) throws InterruptedException {
        // Nobody may use it by its access lists any more, and nothing that is removed is kept.
        if (!containers.update(container, Reaper::bare)) return;
        for (var shard : shelf.ranges().shards(container)) clear(container, shard, pace);
        containers.delete(container);
    }

    private static Map<String, String> bare(Map<String, String> properties) {
        return Versioning.of(properties) == Versioning.NEVER
                ? Map.of()
                : Map.of(Versioning.PROPERTY, Versioning.SUSPENDED.value());
    }

    private void clear(ContainerName container, ShardKey shard, Splitter.Pacing pace) throws InterruptedException {
        var from = RowKeys.OBJECTS;
        while (true) {
            var page = scan(shard, from, RowKeys.OBJECTS);
            pace.spend(page.size());
            remove(container, shard, page);
            if (page.size() < SCANNED_AT_ONCE) return;
            from = page.getLast().key().next();
        }
    }

    private void remove(ContainerName container, ShardKey shard, List<Row> rows) {
        var batch = new ArrayList<Current>();
        for (var row : rows) {
            var name = name(container, row);
            var current = Current.read(shelf.ranges(), name);
            if (current.stored() == null || !current.shard().equals(shard)) continue;
            if (isLong(current.stored())) removeAlone(name);
            else batch.add(current);
            if (batch.size() == REMOVED_AT_ONCE) remove(batch);
        }
        remove(batch);
    }

    /// A version has a number, whether it is current or not.
    private static ObjectName name(ContainerName container, Row row) {
        var text = RowKeys.objectName(row.key());
        var version = RowKeys.isVersion(text) ? RowKeys.version(text) : ObjectRow.version(row.value());
        return new ObjectName(
                container, RowKeys.baseName(text), version == ObjectName.UNVERSIONED ? ObjectName.CURRENT : version);
    }

    /// Whether removing it takes a transaction of its own.
    private static boolean isLong(ObjectRow stored) {
        return stored.place() == ObjectRow.Place.ELSEWHERE || stored.version() != ObjectName.UNVERSIONED;
    }

    /// Removes a batch by one transaction. If something has changed under one of the names, or the store is
    /// full and lets only small ones pass, then each by its own.
    private void remove(List<Current> batch) {
        if (batch.isEmpty()) return;
        var done = false;
        try {
            done = commit.remove(batch);
        } catch (StoreUnavailable trouble) {
            if (!trouble.full()) throw trouble;
        }
        if (done) removed.addAndGet(batch.size());
        else for (var each : batch) removeAlone(each.name());
        batch.clear();
    }

    private void removeAlone(ObjectName name) {
        if (commit.delete(name, Preconditions.NONE) instanceof DeleteOutcome.Deleted) removed.incrementAndGet();
    }

    private List<Row> scan(ShardKey shard, RowKey from, RowKey prefix) {
        var rows = new ArrayList<Row>();
        for (var item : shelf.rows().scan(shard, Scan.range(from, prefix.endOfPrefix(), SCANNED_AT_ONCE)))
            if (item instanceof ScanItem.Found(var row)) rows.add(row);
        return rows;
    }
}
