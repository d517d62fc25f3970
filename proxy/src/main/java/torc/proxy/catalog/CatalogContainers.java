package torc.proxy.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import torc.objectserver.blob.PolicyIds;
import torc.proxy.objects.Container;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Versioning;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Transaction;

/// Containers over rows. A container is its row in its own shard; the account's entry is only how listings find
/// it.
final class CatalogContainers implements Containers {
    private static final List<RowKey> ROWS = List.of(RowKeys.CONTAINER, RowKeys.USAGE, RowKeys.RANGE_TABLE);

    private final Shelf shelf;
    private final Entries entries;
    private final Expiry expiry;
    private final EndedUploads endedUploads;
    private final RangeMoves moves;
    private final SyncLog syncLog;

    CatalogContainers(Shelf shelf, Entries entries, Expiry expiry, EndedUploads endedUploads, RangeMoves moves) {
        this.shelf = shelf;
        this.entries = entries;
        this.expiry = expiry;
        this.endedUploads = endedUploads;
        this.moves = moves;
        this.syncLog = new SyncLog(shelf);
    }

    @Override
    public Optional<Container> find(ContainerName name) {
        var found = shelf.rows().get(RowKeys.shard(name), ROWS);
        if (found.getFirst().isEmpty()) return Optional.empty();
        var row = ContainerRow.decode(found.getFirst().get().value());
        var usage = expiry.settled(name, usage(name, found));
        return Optional.of(new Container(
                name,
                row.createdMicros(),
                row.modifiedMicros(),
                row.properties(),
                PolicyIds.policy(row.incarnation()),
                usage.usage()));
    }

    @Override
    public Optional<Map<String, String>> properties(ContainerName name) {
        return shelf.rows()
                .get(RowKeys.shard(name), RowKeys.CONTAINER)
                .map(row -> ContainerRow.decode(row.value()).properties());
    }

    @Override
    public CreateOutcome create(ContainerName name, OptionalInt policy, UnaryOperator<Map<String, String>> change) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var there = change(name, policy, change);
            if (there.isPresent()) return there.get();
            var incarnation = PolicyIds.draw(
                    shelf.ids(), policy.orElse(shelf.policies().get().standard()));
            var entry = entries.write(name, incarnation);
            if (entry.isEmpty()) return CreateOutcome.ACCOUNT_ENDED;
            var now = shelf.nowMicros();
            if (entries.isTooOldToUse(entry.get())) continue;
            var row = new ContainerRow(now, now, incarnation, change.apply(Map.of()));
            syncLog.noteChange(name, Map.of(), row.properties());
            var created = shelf.commit(Transaction.on(RowKeys.shard(name))
                    .check(new Check.Absent(RowKeys.CONTAINER))
                    .put(RowKeys.CONTAINER, row.encode())
                    .put(RowKeys.USAGE, UsageRow.ZERO.encode())
                    .build());
            if (created) return CreateOutcome.CREATED;
        }
        throw Shelf.contended();
    }

    @Override
    public boolean update(ContainerName name, UnaryOperator<Map<String, String>> change) {
        return change(name, OptionalInt.empty(), change).isPresent();
    }

    /// Empty if there is no such container.
    private Optional<CreateOutcome> change(
            ContainerName name, OptionalInt policy, UnaryOperator<Map<String, String>> change) {
        var shard = RowKeys.shard(name);
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var found = shelf.rows().get(shard, RowKeys.CONTAINER);
            if (found.isEmpty()) return Optional.empty();
            var row = ContainerRow.decode(found.get().value());
            if (policy.isPresent() && policy.getAsInt() != PolicyIds.policy(row.incarnation()))
                return Optional.of(CreateOutcome.OTHER_POLICY);
            var changed = change.apply(row.properties());
            if (changed.equals(row.properties())) return Optional.of(CreateOutcome.EXISTED);
            syncLog.noteChange(name, row.properties(), changed);
            var modified = Math.max(shelf.nowMicros(), row.modifiedMicros() + 1);
            var done = shelf.commit(Transaction.on(shard)
                    .check(new Check.AtRevision(RowKeys.CONTAINER, found.get().revision()))
                    .put(
                            RowKeys.CONTAINER,
                            new ContainerRow(row.createdMicros(), modified, row.incarnation(), changed).encode())
                    .build());
            if (done) return Optional.of(CreateOutcome.EXISTED);
        }
        throw Shelf.contended();
    }

    @Override
    public DeleteOutcome delete(ContainerName name) {
        var shard = RowKeys.shard(name);
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var found = shelf.rows().get(shard, ROWS);
            if (found.getFirst().isEmpty()) return DeleteOutcome.MISSING;
            var usage = usage(name, found);
            if (usage.expiring() > 0) {
                expiry.removeEnded(name); // Nobody sees them any more, who could remove them first.
                usage = usage(name, shelf.rows().get(shard, ROWS));
            }
            if (usage.objects() > 0) return DeleteOutcome.NOT_EMPTY;
            if (usage.versions() > 0) return DeleteOutcome.HAS_VERSIONS;
            if (found.getLast().isPresent()) {
                // One transaction deletes it, so all its names have to be in one shard.
                moves.joinAll(name);
                continue;
            }
            var container = found.getFirst().get();
            var deleted = shelf.commit(Transaction.on(shard)
                    .check(new Check.AtRevision(RowKeys.CONTAINER, container.revision()))
                    .check(new Check.AtRevision(
                            RowKeys.USAGE, found.get(1).map(Row::revision).orElse(0L)))
                    .check(new Check.Absent(RowKeys.RANGE_TABLE))
                    .delete(RowKeys.CONTAINER)
                    .delete(RowKeys.BOUNDS)
                    .delete(RowKeys.USAGE)
                    .build());
            if (!deleted) continue;
            entries.remove(name, ContainerRow.decode(container.value()).incarnation());
            endedUploads.endAllOfOtherIncarnations(name);
            return DeleteOutcome.DELETED;
        }
        throw Shelf.contended();
    }

    @Override
    public Optional<Listing<StoredObject>> list(ContainerName name, ListQuery query) {
        var shard = RowKeys.shard(name);
        var found = shelf.rows().get(shard, ROWS);
        if (found.getFirst().isEmpty()) return Optional.empty();
        expiry.settled(name, usage(name, found));
        var now = shelf.nowSeconds();
        Pages.Source source = (range, limit) -> shelf.ranges().scan(name, 'o', range, limit, query.reverse());
        var versioning = Versioning.of(
                ContainerRow.decode(found.getFirst().get().value()).properties());
        if (versioning == Versioning.NEVER)
            return Optional.of(Pages.list(source, 'o', query, row -> listed(name, row, now)));
        return Optional.of(VersionPages.withoutVersions(source, query, row -> listed(name, row, now)));
    }

    @Override
    public Optional<Listing<ListedVersion>> listVersions(
            ContainerName name, ListQuery query, OptionalLong afterVersion) {
        var found = shelf.rows().get(RowKeys.shard(name), ROWS);
        if (found.getFirst().isEmpty()) return Optional.empty();
        expiry.settled(name, usage(name, found));
        return Optional.of(new VersionPages(shelf, name, query, afterVersion).list());
    }

    private static Optional<StoredObject> listed(ContainerName name, Row row, long nowSeconds) {
        var object = ObjectRow.decodeForListing(name, row.key(), row.value());
        var end = object.deleteAtSeconds();
        return end.isPresent() && end.getAsLong() <= nowSeconds ? Optional.empty() : Optional.of(object);
    }

    private UsageRow usage(ContainerName name, List<Optional<Row>> found) {
        if (found.getLast().isPresent()) return shelf.ranges().usage(name);
        return found.get(1).map(row -> UsageRow.decode(row.value())).orElse(UsageRow.ZERO);
    }
}
