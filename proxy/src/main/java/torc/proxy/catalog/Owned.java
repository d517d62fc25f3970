package torc.proxy.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.PolicyIds;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Versioning;
import torc.proxy.rows.BoundsRow;
import torc.proxy.rows.BoundsRow.Phase;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Check;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Rows of a name, read at one moment in the shard that owned the name then.
///
/// @param root whether it is the container's own shard
/// @param container the container's row; it is read only in its own shard
/// @param boundsRevision of the shard's bounds, 0 if it has none, for it was never split
record Owned(
        ShardKey shard,
        boolean root,
        Optional<Row> container,
        long boundsRevision,
        @Nullable BoundsRow bounds,
        List<Optional<Row>> rows) {
    /// A shard other than the container's own owns names only while the container is there: it is not deleted
    /// before all its names are back in its own.
    boolean hasContainer() {
        return !root || container.isPresent();
    }

    /// Of the container that is there.
    Id128 incarnation() {
        if (bounds != null) return bounds.incarnation();
        return ContainerRow.decode(container.orElseThrow().value()).incarnation();
    }

    /// The container's properties; in another shard than its own they are read now.
    Map<String, String> properties(MetadataStore rows, ContainerName name) {
        var row = root ? container : rows.get(RowKeys.shard(name), RowKeys.CONTAINER);
        return row.map(found -> ContainerRow.decode(found.value()).properties()).orElse(Map.of());
    }

    /// Whether the container keeps versions, or did: as far as its row was read, which it is in its own
    /// shard.
    boolean everKeptVersions() {
        return container.isPresent()
                && Versioning.of(ContainerRow.decode(container.get().value()).properties()) != Versioning.NEVER;
    }

    /// An object of these rows as a reader sees it.
    StoredObject shown(StoredObject object) {
        return object.version() != ObjectName.UNVERSIONED || everKeptVersions() ? object : object.withoutVersions();
    }

    /// Number of the container's storage policy, which the id of its incarnation tells; the first one's without
    /// it.
    int policy() {
        return bounds == null && container.isEmpty() ? 0 : PolicyIds.policy(incarnation());
    }

    /// That the shard still owns what it did, and that the container is there.
    void check(Transaction.Builder transaction) {
        checks().forEach(transaction::check);
    }

    List<Check> checks() {
        var bounds = new Check.AtRevision(RowKeys.BOUNDS, boundsRevision);
        return root ? List.of(bounds, new Check.Present(RowKeys.CONTAINER)) : List.of(bounds);
    }

    /// That it is the same container as well: an upload belongs to one.
    List<Check> checksOfIncarnation() {
        var bounds = new Check.AtRevision(RowKeys.BOUNDS, boundsRevision);
        if (!root) return List.of(bounds);
        return List.of(
                bounds,
                new Check.AtRevision(RowKeys.CONTAINER, container.orElseThrow().revision()));
    }

    /// Says of a name in a range on its way that it changes.
    ///
    /// @return whether that is to be said
    boolean mark(Transaction.Builder transaction, String name) {
        var leaves = isLeaving(name, Phase.COPYING);
        if (leaves) transaction.put(RowKeys.mark(name), MarkRow.present());
        return leaves;
    }

    /// Whether nothing of the name may change before its range has moved.
    boolean isSealed(String name) {
        return isLeaving(name, Phase.SEALED);
    }

    private boolean isLeaving(String name, Phase phase) {
        if (bounds == null || bounds.leaving() == null) return false;
        return bounds.leaving().phase() == phase && bounds.leaving().covers(RowKeys.object(name));
    }
}
