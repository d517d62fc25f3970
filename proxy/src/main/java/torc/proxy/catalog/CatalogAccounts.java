package torc.proxy.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import torc.common.id.Id128;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Container;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.Usage;
import torc.proxy.recent.Remembered;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.Transaction;

/// Accounts over rows. An account's figures are the sum over its containers at the time of the question: no
/// counter is ever updated across shards.
final class CatalogAccounts implements Accounts {
    private static final Id128 NO_INCARNATION = new Id128(0, 0);

    private final Shelf shelf;
    private final CatalogContainers containers;
    private final Entries entries;
    private final Remembered<AccountName, Map<String, String>> recent;

    CatalogAccounts(Shelf shelf, CatalogContainers containers, Entries entries) {
        this.recent = new Remembered<>(shelf.clock(), this::properties);
        this.shelf = shelf;
        this.containers = containers;
        this.entries = entries;
    }

    @Override
    public Optional<Account> find(AccountName name) {
        var found = shelf.rows().get(RowKeys.shard(name), RowKeys.ACCOUNT);
        if (found.isEmpty()) return Optional.empty();
        var row = ContainerRow.decode(found.get().value());
        var byPolicy = usageByPolicy(name);
        var usage = byPolicy.values().stream().reduce(Usage.NONE, Usage::plus);
        return Optional.of(new Account(name, row.createdMicros(), row.properties(), usage, byPolicy));
    }

    @Override
    public Map<String, String> properties(AccountName name) {
        var found = shelf.rows().get(RowKeys.shard(name), RowKeys.ACCOUNT);
        return found.map(row -> ContainerRow.decode(row.value()).properties()).orElse(Map.of());
    }

    /// The account's properties as they were up to a second ago.
    Map<String, String> recentProperties(AccountName name) {
        return recent.of(name);
    }

    @Override
    public void update(AccountName name, UnaryOperator<Map<String, String>> change) {
        var shard = RowKeys.shard(name);
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var found = shelf.rows().get(shard, RowKeys.ACCOUNT);
            var now = shelf.nowMicros();
            var row = found.map(old -> ContainerRow.decode(old.value()))
                    .orElse(new ContainerRow(now, now, NO_INCARNATION, Map.of()));
            var changed = new ContainerRow(row.createdMicros(), now, row.incarnation(), change.apply(row.properties()));
            var revision = found.map(Row::revision).orElse(0L);
            if (shelf.commit(Transaction.on(shard)
                    .check(new Check.AtRevision(RowKeys.ACCOUNT, revision))
                    .put(RowKeys.ACCOUNT, changed.encode())
                    .build())) {
                recent.forget(name);
                return;
            }
        }
        throw Shelf.contended();
    }

    @Override
    public Listing<Container> list(AccountName name, ListQuery query) {
        return Pages.list(shelf.rows(), RowKeys.shard(name), 'c', query, row -> container(name, row));
    }

    @Override
    public boolean delete(AccountName name) {
        var shard = RowKeys.shard(name);
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var found = shelf.rows().get(shard, List.of(RowKeys.ACCOUNT, RowKeys.ENTRY_COUNT));
            if (found.getFirst().isEmpty()) return true;
            if (!list(name, ListQuery.firstPage(1)).entries().isEmpty()) return false;
            var deleted = shelf.commit(Transaction.on(shard)
                    .check(new Check.AtRevision(
                            RowKeys.ACCOUNT, found.getFirst().get().revision()))
                    .check(new Check.CounterAtMost(RowKeys.ENTRY_COUNT, 0, 0))
                    .delete(RowKeys.ACCOUNT)
                    .build());
            if (deleted) return true;
            // Either the account was changed, or an entry's container is just being made or was lost in a crash.
            var now = shelf.rows().get(shard, RowKeys.ACCOUNT);
            if (now.isPresent()
                    && now.get().revision() == found.getFirst().get().revision()) return false;
        }
        throw Shelf.contended();
    }

    @Override
    public boolean end(AccountName name) {
        var shard = RowKeys.shard(name);
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var found = shelf.rows().get(shard, RowKeys.ACCOUNT);
            if (found.isEmpty()) return false;
            var row = ContainerRow.decode(found.get().value());
            if (Accounts.hasEnded(row.properties())) return false;
            var now = shelf.nowMicros();
            var properties = new HashMap<>(row.properties());
            properties.put(Accounts.ENDED, Long.toString(now));
            var ended = new ContainerRow(row.createdMicros(), now, row.incarnation(), properties);
            var marked = shelf.commit(Transaction.on(shard)
                    .check(new Check.AtRevision(RowKeys.ACCOUNT, found.get().revision()))
                    .put(RowKeys.ACCOUNT, ended.encode())
                    .build());
            if (!marked) continue;
            delete(name); // If there is nothing to be removed first.
            return true;
        }
        throw Shelf.contended();
    }

    private SortedMap<Integer, Usage> usageByPolicy(AccountName name) {
        var sums = new TreeMap<Integer, Usage>();
        var after = "";
        while (true) {
            var page = list(name, new ListQuery("", "", after, "", ListQuery.MAX_LIMIT, false));
            for (var entry : page.entries()) {
                if (entry instanceof Listing.Entry.Item<Container>(var container)) {
                    sums.merge(container.policy(), container.usage(), Usage::plus);
                    after = container.name().text();
                }
            }
            if (!page.more()) return sums;
        }
    }

    /// Empty where a crash has left an entry alone.
    private Optional<Container> container(AccountName account, Row entry) {
        var name = new ContainerName(account, entry.key().text(1));
        var container = containers.find(name);
        if (container.isEmpty()) entries.removeIfStale(name, entry);
        return container;
    }
}
