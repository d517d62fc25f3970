package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.reclaim.BlobOwners;
import torc.proxy.objects.ObjectName;
import torc.proxy.rows.DeadBodyRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;

/// Tells whether the rows still name a blob. A blob moves one way only, from part to object to dead body to
/// kept blob, and from there back to a dead body for good; the rows are read in this order, so that what moves
/// meanwhile is met.
public final class BlobNaming implements BlobOwners {
    private static final int SCANNED_AT_ONCE = 200;

    /// All rows of accounts and containers lie between these.
    private static final RowKey LEAST = RowKey.of("!");

    private static final RowKey GREATEST = RowKey.of("~");

    private final Shelf shelf;

    BlobNaming(Shelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public Naming naming(StoredBlob blob) {
        var owner = blob.owner();
        var place = BlobPlace.parse(owner.row());
        if (place.isEmpty() || !RowKeys.isOfContainer(owner.shard())) return Naming.UNKNOWN;
        try {
            var shard = new ShardKey(owner.shard());
            if (isNamed(shard, place.get(), blob)) return Naming.NAMED;
            return isLost(shard) ? Naming.UNKNOWN : Naming.NOT_NAMED;
        } catch (RuntimeException _) {
            // Whatever it is that keeps the rows from being read or understood, the blob stays.
            return Naming.UNKNOWN;
        }
    }

    private boolean isNamed(ShardKey shard, BlobPlace place, StoredBlob stored) {
        var blob = stored.id();
        return isOfPart(shard, place, blob)
                || isOfObjectOrVersion(shard, place.name(), blob, stored.owner())
                || isDead(shard, place.name(), blob)
                || shelf.rows().get(shard, RowKeys.keptBlob(blob)).isPresent()
                || isDead(shard, place.name(), blob)
                || !shelf.rows()
                        .scan(shard, Scan.prefix(RowKeys.references(blob), 1))
                        .isEmpty()
                || isOfObjectElsewhere(shard, place.name(), blob);
    }

    /// Whether neither the container nor its account have any row: then rows were lost, and a rebuild may want
    /// the blob. An account stays when its containers are deleted.
    private boolean isLost(ShardKey shard) {
        var container = RowKeys.container(shard);
        return hasNoRow(RowKeys.shard(container)) && hasNoRow(RowKeys.shard(container.account()));
    }

    private boolean hasNoRow(ShardKey shard) {
        return shelf.rows().scan(shard, Scan.range(LEAST, GREATEST, 1)).isEmpty();
    }

    /// A rebuild puts all names of a container into its own shard, also those that were written for a
    /// range's.
    private boolean isOfObjectElsewhere(ShardKey shard, String name, Id128 blob) {
        if (!shard.text().startsWith(RowKeys.RANGE_SHARDS)) return false;
        var keys = List.of(RowKeys.object(name), RowKeys.data(name));
        var rows = shelf.ranges()
                .read(new ObjectName(RowKeys.container(shard), name), keys)
                .rows();
        if (rows.getFirst().isEmpty()) return false;
        var data = rows.getLast().map(Row::value).orElse(null);
        return ObjectRow.decode(rows.getFirst().get().value(), data).body().extents().stream()
                .anyMatch(extent -> extent.blob().equals(blob));
    }

    private boolean isOfPart(ShardKey shard, BlobPlace place, Id128 blob) {
        if (!(place instanceof BlobPlace.OfPart part)) return false;
        var row = shelf.rows().get(shard, RowKeys.part(part.upload(), part.number()));
        return row.isPresent()
                && PartRow.decode(row.get().value()).body().ownedBlobs().contains(blob);
    }

    /// A version can become current again. So what is current is looked at once more when all versions have
    /// been: only if it is the same, none has passed by.
    private boolean isOfObjectOrVersion(ShardKey shard, String name, Id128 blob, BlobOwner owner) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var before = revision(shard, name);
            if (isOfObject(shard, name, blob) || isOfVersion(shard, name, blob, owner)) return true;
            if (before == revision(shard, name)) return false;
        }
        throw Shelf.contended();
    }

    private long revision(ShardKey shard, String name) {
        return Ranges.revision(shelf.rows().get(shard, RowKeys.object(name)));
    }

    /// A blob's version is usually the first one later than the blob; but clocks differ, so all are looked
    /// at.
    private boolean isOfVersion(ShardKey shard, String name, Id128 blob, BlobOwner owner) {
        var all = RowKeys.versions(name);
        var began = owner.deadline().minus(shelf.config().uploadDeadline());
        var likely = RowKeys.object(RowKeys.versionName(name, Math.max(1, Shelf.micros(began) / 10)));
        return isOfVersion(shard, blob, all, likely, true)
                || isOfVersion(shard, blob, likely, all.endOfPrefix(), false);
    }

    private boolean isOfVersion(ShardKey shard, Id128 blob, RowKey first, RowKey limit, boolean upwards) {
        var from = first;
        var end = limit;
        while (from.compareTo(end) < 0) {
            var page = shelf.rows().scan(shard, new Scan(from, end, SCANNED_AT_ONCE, upwards, Optional.empty()));
            for (var item : page) if (isOfObject(shard, RowKeys.objectName(item.key()), blob)) return true;
            if (page.size() < SCANNED_AT_ONCE) return false;
            if (upwards) end = page.getLast().key();
            else from = page.getLast().key().next();
        }
        return false;
    }

    private boolean isOfObject(ShardKey shard, String name, Id128 blob) {
        var rows = shelf.rows().get(shard, List.of(RowKeys.object(name), RowKeys.data(name)));
        if (rows.getFirst().isEmpty()) return false;
        var data = rows.getLast().map(Row::value).orElse(null);
        return ObjectRow.decode(rows.getFirst().get().value(), data)
                .body()
                .ownedBlobs()
                .contains(blob);
    }

    private boolean isDead(ShardKey shard, String name, Id128 blob) {
        var prefix = RowKeys.deadBodies(name);
        RowKey from = prefix;
        while (true) {
            var page = shelf.rows().scan(shard, Scan.range(from, prefix.endOfPrefix(), SCANNED_AT_ONCE));
            for (var item : page) {
                if (item instanceof ScanItem.Found(var row)
                        && DeadBodyRow.decode(row.value()).body().ownedBlobs().contains(blob)) return true;
            }
            if (page.size() < SCANNED_AT_ONCE) return false;
            from = page.getLast().key().next();
        }
    }
}
