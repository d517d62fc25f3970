package torc.proxy.fsck;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import torc.common.id.Id128;
import torc.proxy.body.InlineRow;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.Body;
import torc.proxy.rows.BoundsRow;
import torc.proxy.rows.EndedUploadRow;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.RowUnreadable;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Checks the rows of one container.
record ContainerCheck(
        MetadataStore rows,
        Predicate<Id128> hasBlob,
        boolean repairs,
        BiConsumer<Finding, Boolean> report,
        ShardKey shard) {
    /// A container that never stands still is counted so often before it is left for another time.
    private static final int COUNTS = 5;

    void run() {
        recount();
        var own = bounds(rows.get(shard, RowKeys.BOUNDS));
        RowWalk.rows(rows, shard, own.from(), own.end(), row -> understood(row, this::checkObject));
        RowWalk.rows(rows, shard, RowKeys.PARTS, row -> understood(row, this::checkPart));
    }

    private void recount() {
        for (int attempt = 0; attempt < COUNTS; attempt++) {
            var keys = List.of(RowKeys.USAGE, RowKeys.BOUNDS);
            var before = rows.get(shard, keys);
            var own = bounds(before.getLast());
            var counted = new Tally();
            RowWalk.rows(rows, shard, own.from(), own.end(), counted::add);
            var now = rows.get(shard, keys);
            if (!revisions(before).equals(revisions(now))) continue;
            var after = now.getFirst();
            var stored = after.map(row -> UsageRow.decode(row.value())).orElse(UsageRow.ZERO);
            if (stored.equals(counted.sum)) return;
            // The check keeps a change that came meanwhile from being overwritten.
            var repair = Transaction.on(shard)
                    .check(new Check.AtRevision(
                            RowKeys.BOUNDS, now.getLast().map(Row::revision).orElse(0L)))
                    .check(new Check.AtRevision(
                            RowKeys.USAGE, after.map(Row::revision).orElse(0L)))
                    .put(RowKeys.USAGE, counted.sum.encode())
                    .build();
            report.accept(
                    new Finding.WrongCounters(container(), stored, counted.sum),
                    repairs && RowWalk.isDone(rows.commit(repair)));
            return;
        }
    }

    private static List<Long> revisions(List<Optional<Row>> found) {
        return found.stream().map(row -> row.map(Row::revision).orElse(0L)).toList();
    }

    /// The names that are the shard's own. What else stands there is on its way in or was left behind by what
    /// has gone.
    private BoundsRow bounds(Optional<Row> row) {
        if (row.isPresent()) return BoundsRow.decode(row.get().value());
        var all = BoundsRow.all(new Id128(0, 0));
        return shard.text().startsWith(RowKeys.CONTAINER_SHARDS) ? all : all.endingAt(all.from());
    }

    private void checkObject(Row seen) {
        var name = seen.key().text(1);
        // Read again, with its data row as of the same moment.
        var found = rows.get(shard, List.of(seen.key(), RowKeys.data(name)));
        if (found.getFirst().isEmpty()) return;
        var data = found.getLast().map(Row::value).orElse(null);
        var row = ObjectRow.decode(found.getFirst().get().value(), data);
        if (row.hasDataRow() && data == null) report.accept(new Finding.MissingData(container(), name), false);
        else if (row.place() == ObjectRow.Place.INLINE
                && data != null
                && data.length != row.bytes() + InlineRow.headerBytes(data))
            report.accept(new Finding.MissingData(container(), name), false);
        else checkBody(name, found.getFirst().get(), row.body());
        row.deleteAtSeconds()
                .ifPresent(end -> checkExpiry(name, end, found.getFirst().get()));
    }

    private void checkExpiry(String name, long end, Row object) {
        var key = RowKeys.expiry(end, name);
        if (rows.get(shard, key).isPresent()) return;
        var repair = Transaction.on(shard)
                .check(new Check.AtRevision(object.key(), object.revision()))
                .put(key, MarkRow.present())
                .build();
        var now = rows.get(shard, object.key());
        if (now.isEmpty() || now.get().revision() != object.revision()) return;
        report.accept(new Finding.MissingExpiry(container(), name), repairs && RowWalk.isDone(rows.commit(repair)));
    }

    private void checkPart(Row row) {
        if (!isLeftBehind(row))
            checkBody("part " + row.key(), row, PartRow.decode(row.value()).body());
    }

    /// Whether the part's bytes have become an object's, which may be gone by now: a crash kept the row from
    /// being cleared, and the settler will do it.
    private boolean isLeftBehind(Row part) {
        return rows.get(shard, RowKeys.endedUpload(RowKeys.uploadOfPart(part.key())))
                .map(row -> EndedUploadRow.decode(row.value()).used())
                .filter(used -> used.get(RowKeys.partNumber(part.key())))
                .isPresent();
    }

    /// A row that does not stand there any more keeps nothing: its blobs may have gone since it was read.
    private void checkBody(String name, Row row, Body body) {
        for (var extent : body.extents()) {
            if (!hasBlob.test(extent.blob()) && stands(row))
                report.accept(new Finding.MissingBlob(container(), name, extent.blob()), false);
            if (!extent.isOwned() && !hasReference(extent.owner(), extent.blob(), extent.reference()) && stands(row))
                report.accept(new Finding.MissingReference(container(), name, extent.blob()), false);
        }
    }

    private boolean stands(Row row) {
        return rows.get(shard, row.key())
                .filter(now -> now.revision() == row.revision())
                .isPresent();
    }

    private boolean hasReference(String owner, Id128 blob, Id128 reference) {
        return rows.get(new ShardKey(owner), RowKeys.reference(blob, reference)).isPresent();
    }

    private void understood(Row row, Consumer<Row> check) {
        try {
            check.accept(row);
        } catch (RowUnreadable e) {
            report.accept(new Finding.UnreadableRow(shard, row.key(), String.valueOf(e.getMessage())), false);
        }
    }

    private ContainerName container() {
        return RowKeys.container(shard);
    }

    private static final class Tally {
        private UsageRow sum = UsageRow.ZERO;

        void add(Row row) {
            try {
                sum = sum.plus(
                        UsageRow.difference(RowKeys.objectName(row.key()), null, ObjectRow.decode(row.value(), null)));
            } catch (RowUnreadable _) {
                // Reported where rows are looked at one by one.
            }
        }
    }
}
