package torc.proxy.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.objectserver.reclaim.DeadBlobs;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.Body;
import torc.proxy.rows.DeadBodyRow;
import torc.proxy.rows.KeptBlobRow;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.RowUnreadable;
import torc.ring.metadata.Check;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// The queue of dead blobs, made of the dead bodies of all containers. A body that has become due is settled
/// first:
/// what it borrowed is given back, what others borrow of it is kept for them. What is left is handed out, and the
/// body's row shrinks as its blobs are reported gone. A body that cannot be settled or forgotten now, for a
/// shard that
/// is
/// out of reach or a row that is damaged, holds up no other: it comes again with the next walk.
public final class DeadBodies implements DeadBlobs {
    private static final Logger log = LoggerFactory.getLogger(DeadBodies.class);
    private static final int SCANNED_AT_ONCE = 200;

    /// Blobs that one transaction marks as kept.
    private static final int KEPT_AT_ONCE = 2_000;

    private final Shelf shelf;
    private final Borrowing borrowing;

    DeadBodies(Shelf shelf, Borrowing borrowing) {
        this.shelf = shelf;
        this.borrowing = borrowing;
    }

    @Override
    public List<DeadBlob> due(Instant now, Optional<String> after, int limit) {
        var found = new ArrayList<DeadBlob>();
        var last = after.map(Entry::parse);
        var end = RowKeys.dueEnd(Shelf.micros(now));
        var later = new Later();
        if (last.isPresent())
            later.unlessDone(() -> collect(last.get().shard(), last.get().index(), end, last, limit, found, later));
        if (found.size() < limit)
            ShardWalk.walkContainers(shelf.rows(), last.map(Entry::shard), shard -> {
                later.unlessDone(() -> collect(shard, RowKeys.DUE_BODIES, end, Optional.empty(), limit, found, later));
                return found.size() < limit;
            });
        later.log();
        return List.copyOf(found);
    }

    @Override
    public void done(List<DeadBlob> blobs) {
        var byBody = new LinkedHashMap<Entry, Set<Id128>>();
        for (var dead : blobs)
            byBody.computeIfAbsent(Entry.parse(dead.entry()).withoutBlob(), _ -> new LinkedHashSet<>())
                    .add(dead.blob());
        var later = new Later();
        byBody.forEach((body, gone) -> later.unlessDone(() -> forget(body.shard(), body.index(), gone)));
        later.log();
    }

    private void collect(
            ShardKey shard,
            RowKey from,
            RowKey end,
            Optional<Entry> after,
            int limit,
            List<DeadBlob> found,
            Later later) {
        var next = from;
        while (found.size() < limit && next.compareTo(end) < 0) {
            var page = shelf.rows().scan(shard, Scan.range(next, end, SCANNED_AT_ONCE));
            for (var item : page) {
                if (!(item instanceof ScanItem.Found(var index))) continue;
                var blobs = new ArrayList<Id128>();
                later.unlessDone(() -> blobs.addAll(settle(shard, index)));
                for (var blob : blobs) {
                    var entry = new Entry(shard, index.key(), blob);
                    if (after.isPresent() && entry.isNotBehind(after.get())) continue;
                    if (found.size() == limit) return;
                    found.add(new DeadBlob(entry.text(), blob));
                }
            }
            if (page.size() < SCANNED_AT_ONCE) return;
            next = page.getLast().key().next();
        }
    }

    /// The blobs of a due body that may be deleted, in order of their ids.
    private List<Id128> settle(ShardKey shard, Row index) {
        var name = MarkRow.name(index.value());
        var key = RowKeys.deadBody(name, RowKeys.lastId(index.key()));
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var found = shelf.rows().get(shard, key);
            if (found.isEmpty()) return List.of();
            var body = DeadBodyRow.decode(found.get().value()).body();
            if (!body.references().isEmpty()) {
                borrowing.release(body);
                var shrink = Transaction.on(shard);
                body.references().forEach(reference -> shrink.delete(RowKeys.holder(reference)));
                shrink(shrink, found.get(), index.key(), Set.copyOf(body.ownedBlobs()));
                continue;
            }
            if (keepBorrowed(shard, found.get(), index.key(), name, body)) continue;
            return body.ownedBlobs().stream().sorted().toList();
        }
        return List.of();
    }

    /// @return whether the body's row was to be changed
    private boolean keepBorrowed(ShardKey shard, Row row, RowKey index, String name, Body body) {
        var transaction = Transaction.on(shard);
        var left = new LinkedHashSet<>(body.ownedBlobs());
        var kept = 0;
        for (var extent : body.extents()) {
            if (kept == KEPT_AT_ONCE) break;
            var reference = shelf.rows().scan(shard, Scan.prefix(RowKeys.references(extent.blob()), 1));
            if (reference.isEmpty() || !left.remove(extent.blob())) continue;
            // If the last borrower gives it back at this very moment, this is not committed and looked at again.
            transaction
                    .check(new Check.Present(reference.getFirst().key()))
                    .put(RowKeys.keptBlob(extent.blob()), new KeptBlobRow(name, extent.bytes()).encode());
            kept++;
        }
        if (kept > 0) shrink(transaction, row, index, left);
        return kept > 0;
    }

    private void forget(ShardKey shard, RowKey index, Set<Id128> gone) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var indexRow = shelf.rows().get(shard, index);
            if (indexRow.isEmpty()) return;
            var key = RowKeys.deadBody(MarkRow.name(indexRow.get().value()), RowKeys.lastId(index));
            var found = shelf.rows().get(shard, key);
            if (found.isEmpty()) return;
            var left = new LinkedHashSet<>(
                    DeadBodyRow.decode(found.get().value()).body().ownedBlobs());
            left.removeAll(gone);
            if (shrink(Transaction.on(shard), found.get(), index, left)) return;
        }
        throw Shelf.contended();
    }

    /// Leaves only some blobs of a settled body; without any, the body goes.
    private boolean shrink(Transaction.Builder transaction, Row row, RowKey index, Set<Id128> left) {
        var dead = DeadBodyRow.decode(row.value());
        var rest = dead.body().extents().stream()
                .filter(extent -> extent.isOwned() && left.contains(extent.blob()))
                .toList();
        transaction.check(new Check.AtRevision(row.key(), row.revision()));
        if (rest.isEmpty()) transaction.delete(row.key()).delete(index);
        else transaction.put(row.key(), new DeadBodyRow(dead.dueMicros(), new Body(rest)).encode());
        return shelf.commit(transaction.build());
    }

    /// What one call could not do.
    private static final class Later {
        private int count;
        private RuntimeException last = new IllegalStateException("nothing was left");

        void unlessDone(Runnable step) {
            try {
                step.run();
            } catch (StoreUnavailable | MetadataDamaged | RowUnreadable trouble) {
                count++;
                last = trouble;
            }
        }

        void log() {
            if (count > 0) log.warn("Dead bodies left for the next walk count={} cause={}", count, last.toString());
        }
    }

    /// A blob of a dead body, in the queue's order: shard, time, body, blob.
    private record Entry(ShardKey shard, RowKey index, Id128 blob) {
        private static final Id128 NO_BLOB = new Id128(0, 0);

        static Entry parse(String text) {
            var fields = text.split(":", 3);
            return new Entry(
                    new ShardKey(fields[2]), RowKey.of(HexFormat.of().parseHex(fields[0])), Id128.parse(fields[1]));
        }

        String text() {
            return index + ":" + blob + ":" + shard.text();
        }

        Entry withoutBlob() {
            return new Entry(shard, index, NO_BLOB);
        }

        boolean isNotBehind(Entry other) {
            var order = index.compareTo(other.index);
            return order < 0 || (order == 0 && blob.compareTo(other.blob) <= 0);
        }
    }
}
