package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.proxy.rows.Body;
import torc.proxy.rows.IncomingRow;
import torc.proxy.rows.IncomingRow.Stage;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.Transaction;

/// Copies the rows of a range to the shard that it moves to. Bytes that lie in rows are copied, blobs are
/// borrowed from the shard that the range leaves, as by any copy.
final class RangeCopy {
    /// Bytes of rows that one transaction copies, about.
    static final int BATCH_BYTES = 2 << 20;

    /// Objects that one transaction copies.
    private static final int BATCH = 200;

    private static final int UPLOADS_AT_ONCE = 50;

    private final Shelf shelf;
    private final Borrowing borrowing;
    private final RangeUploads uploads;

    RangeCopy(Shelf shelf, Borrowing borrowing, EndedUploads endedUploads) {
        this.shelf = shelf;
        this.borrowing = borrowing;
        this.uploads = new RangeUploads(shelf, borrowing, endedUploads);
    }

    /// Copies the next objects.
    ///
    /// @return how many
    int objects(RangeView view, IncomingRow incoming) {
        var keys = new ArrayList<RowKey>();
        for (var item : shelf.rows().scan(view.source(), Scan.range(incoming.cursor(), incoming.end(), BATCH)))
            keys.add(item.key());
        var arrival = new Arrival(shelf, view, incoming);
        if (keys.isEmpty()) {
            arrival.commit(arrival.transaction(), incoming.at(Stage.UPLOADS, incoming.from()));
            return 1;
        }
        var batch = new Batch(view, arrival);
        var done = batch.bring(keys, false);
        return done > 0
                        && batch.commit(
                                incoming.at(Stage.OBJECTS, keys.get(done - 1).next()))
                ? done
                : 0;
    }

    /// Copies the next uploads with their parts.
    int uploads(RangeView view, IncomingRow incoming) {
        var from = RowKeys.alike('u', 'o', incoming.cursor());
        var end = RowKeys.alike('u', 'o', incoming.end());
        var found = shelf.rows().scan(view.source(), Scan.range(from, end, UPLOADS_AT_ONCE));
        var arrival = new Arrival(shelf, view, incoming);
        for (var item : found) {
            if (item instanceof ScanItem.Found(var row) && !uploads.bring(view, arrival, row)) return 0;
        }
        var next = found.isEmpty()
                ? incoming.at(Stage.SYNC_MARKS, incoming.from())
                : incoming.at(
                        Stage.UPLOADS,
                        RowKeys.alike('o', 'u', found.getLast().key().next()));
        arrival.commit(arrival.transaction(), next);
        return Math.max(found.size(), 1);
    }

    /// Copies the next marks of synchronisation; those of names without an object say when it was deleted.
    int syncMarks(RangeView view, IncomingRow incoming) {
        var from = RowKeys.alike('y', 'o', incoming.cursor());
        var end = RowKeys.alike('y', 'o', incoming.end());
        var found = shelf.rows().scan(view.source(), Scan.range(from, end, BATCH));
        var arrival = new Arrival(shelf, view, incoming);
        var transaction = arrival.transaction();
        for (var item : found) if (item instanceof ScanItem.Found(var row)) transaction.put(row.key(), row.value());
        var next = found.isEmpty()
                ? incoming.at(Stage.CHANGES, incoming.end())
                : incoming.at(
                        Stage.SYNC_MARKS,
                        RowKeys.alike('o', 'y', found.getLast().key().next()));
        arrival.commit(transaction, next);
        return Math.max(found.size(), 1);
    }

    /// Copies the names that have changed, and takes their marks away.
    ///
    /// @return how many marks are done with
    int changes(RangeView view, List<Row> marks) {
        var incoming = view.incoming();
        if (incoming == null || marks.isEmpty()) return 0;
        var arrival = new Arrival(shelf, view, incoming);
        var keys =
                marks.stream().map(mark -> RowKeys.alike('o', 'm', mark.key())).toList();
        var batch = new Batch(view, arrival);
        var done = batch.bring(keys, true);
        batch.bringSyncMarks(keys.subList(0, done));
        if (done == 0 || !batch.commit(incoming)) return 0;
        for (int i = 0; i < done; i++) if (!uploads.bringAll(view, arrival, RowKeys.objectName(keys.get(i)))) return 0;
        return takeAway(view, marks.subList(0, done));
    }

    /// A mark that was set again meanwhile stays.
    private int takeAway(RangeView view, List<Row> marks) {
        var transaction = Transaction.on(view.source());
        for (var mark : marks)
            transaction.check(new Check.AtRevision(mark.key(), mark.revision())).delete(mark.key());
        if (shelf.commit(transaction.build())) return marks.size();
        var taken = 0;
        for (var mark : marks) {
            var single = Transaction.on(view.source())
                    .check(new Check.AtRevision(mark.key(), mark.revision()))
                    .delete(mark.key());
            if (shelf.commit(single.build())) taken++;
        }
        return taken;
    }

    /// Objects that arrive in one transaction.
    private final class Batch {
        private final RangeView view;
        private final Arrival arrival;
        private final Transaction.Builder transaction;
        private final List<Body> lent = new ArrayList<>();
        private UsageRow change = UsageRow.ZERO;
        private long bytes;

        Batch(RangeView view, Arrival arrival) {
            this.view = view;
            this.arrival = arrival;
            this.transaction = arrival.transaction();
        }

        /// Makes the target have what the source has under these keys, as far as one transaction takes it.
        ///
        /// @param again whether earlier copies may be there
        /// @return how many of the keys
        int bring(List<RowKey> keys, boolean again) {
            var wanted = new ArrayList<RowKey>(keys.size() * 2);
            for (var key : keys) {
                wanted.add(key);
                wanted.add(RowKeys.data(RowKeys.objectName(key)));
            }
            var here = again ? shelf.rows().get(view.target(), wanted) : List.<Optional<Row>>of();
            var there = shelf.rows().get(view.source(), wanted);
            for (int i = 0; i < keys.size(); i++) {
                var name = RowKeys.objectName(keys.get(i));
                var old = again ? decode(here.get(2 * i), here.get(2 * i + 1)) : null;
                if (!bring(name, old, there.get(2 * i), there.get(2 * i + 1))) return i;
                if (bytes > BATCH_BYTES) return i + 1;
            }
            return keys.size();
        }

        /// Makes the marks of synchronisation of these names what they are in the source.
        void bringSyncMarks(List<RowKey> keys) {
            var wanted = keys.stream().map(key -> RowKeys.alike('y', 'o', key)).toList();
            var here = shelf.rows().get(view.target(), wanted);
            var there = shelf.rows().get(view.source(), wanted);
            for (int i = 0; i < wanted.size(); i++) {
                var mark = there.get(i);
                if (mark.isPresent())
                    transaction.put(mark.get().key(), mark.get().value());
                else if (here.get(i).isPresent()) transaction.delete(wanted.get(i));
            }
        }

        private boolean bring(String name, @Nullable ObjectRow old, Optional<Row> object, Optional<Row> data) {
            if (object.isEmpty()) {
                if (old == null) return true;
                transaction.delete(RowKeys.object(name)).delete(RowKeys.data(name));
                settle(name, old, null);
                return true;
            }
            var row = decode(object, data);
            if (row == null) return true;
            var dataRow = data.map(Row::value).orElse(null);
            if (row.body().isEmpty()) put(name, object.get().value(), row.hasDataRow() ? dataRow : null, old);
            else {
                var check =
                        new Check.AtRevision(object.get().key(), object.get().revision());
                var borrowed = borrowing.borrow(check, view.source(), row.body(), view.target());
                if (borrowed.isEmpty()) return false;
                lent.add(borrowed.get().body());
                var moved = row.in(borrowed.get().body());
                put(name, moved.encode(), CatalogObjects.dataRow(moved), old);
                transaction.write(borrowed.get().holderRow());
            }
            settle(name, old, row);
            return true;
        }

        private void put(String name, byte[] row, byte @Nullable [] dataRow, @Nullable ObjectRow old) {
            transaction.put(RowKeys.object(name), row);
            if (dataRow != null) transaction.put(RowKeys.data(name), dataRow);
            else if (old != null && old.hasDataRow()) transaction.delete(RowKeys.data(name));
            bytes += row.length + (dataRow == null ? 0 : dataRow.length);
        }

        private void settle(String name, @Nullable ObjectRow old, @Nullable ObjectRow now) {
            change = change.plus(UsageRow.difference(name, old, now));
            if (old != null) shelf.bury(transaction, name, old.body());
            var oldEnd = old == null ? -1 : old.deleteAtSeconds().orElse(-1);
            var newEnd = now == null ? -1 : now.deleteAtSeconds().orElse(-1);
            if (oldEnd == newEnd) return;
            if (oldEnd >= 0) transaction.delete(RowKeys.expiry(oldEnd, name));
            if (newEnd >= 0) transaction.put(RowKeys.expiry(newEnd, name), MarkRow.present());
        }

        boolean commit(IncomingRow next) {
            if (!change.isZero()) transaction.add(RowKeys.INCOMING_USAGE, change.toDeltas());
            if (arrival.commit(transaction, next)) return true;
            lent.forEach(borrowing::release);
            return false;
        }

        private static @Nullable ObjectRow decode(Optional<Row> object, Optional<Row> data) {
            if (object.isEmpty()) return null;
            return ObjectRow.decode(object.get().value(), data.map(Row::value).orElse(null));
        }
    }
}
