package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import torc.proxy.rows.BoundsRow.Leaving;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.Transaction;

/// Clears a shard of the rows of a range that has gone. They are removed as objects are: their bodies stay for
/// the grace
/// period, and then those of their blobs that the range's new shard has borrowed are kept for it.
record RangeClearing(Shelf shelf, EndedUploads endedUploads) {
    /// Names cleared by one transaction.
    private static final int BATCH = 100;

    /// @return how many rows were removed; 0 if nothing is left
    int clear(RangeView view, Leaving leaving) {
        var objects = shelf.rows().scan(view.source(), Scan.range(leaving.from(), leaving.end(), BATCH));
        if (!objects.isEmpty()) return clearObjects(view, objects);
        var from = RowKeys.alike('u', 'o', leaving.from());
        var end = RowKeys.alike('u', 'o', leaving.end());
        var uploads = shelf.rows().scan(view.source(), Scan.range(from, end, BATCH));
        for (var item : uploads) if (item instanceof ScanItem.Found(var row)) clearUpload(view, row);
        return uploads.isEmpty() ? clearSyncMarks(view, leaving) : uploads.size();
    }

    private int clearSyncMarks(RangeView view, Leaving leaving) {
        var from = RowKeys.alike('y', 'o', leaving.from());
        var end = RowKeys.alike('y', 'o', leaving.end());
        var marks = shelf.rows().scan(view.source(), Scan.range(from, end, BATCH));
        if (marks.isEmpty()) return 0;
        var transaction = transaction(view);
        for (var mark : marks) transaction.delete(mark.key());
        shelf.commit(transaction.build());
        return marks.size();
    }

    private int clearObjects(RangeView view, java.util.List<ScanItem> found) {
        var keys = new ArrayList<RowKey>();
        for (var item : found) {
            keys.add(item.key());
            keys.add(RowKeys.data(RowKeys.objectName(item.key())));
        }
        var rows = shelf.rows().get(view.source(), keys);
        var transaction = transaction(view);
        var cleared = 0;
        var bytes = 0L;
        for (int i = 0; i < keys.size() && bytes < RangeCopy.BATCH_BYTES; i += 2) {
            var name = RowKeys.objectName(keys.get(i));
            transaction.delete(keys.get(i)).delete(keys.get(i + 1));
            cleared++;
            if (rows.get(i).isEmpty()) continue;
            var data = rows.get(i + 1).map(Row::value).orElse(null);
            var object = ObjectRow.decode(rows.get(i).get().value(), data);
            if (object.place() == ObjectRow.Place.ELSEWHERE && data != null) bytes += data.length;
            object.deleteAtSeconds().ifPresent(end -> transaction.delete(RowKeys.expiry(end, name)));
            shelf.bury(transaction, name, object.body());
        }
        shelf.commit(transaction.build());
        return cleared;
    }

    private void clearUpload(RangeView view, Row row) {
        var upload = RowKeys.lastId(row.key());
        var ended = transaction(view)
                .delete(row.key())
                .write(EndedUploads.ended(upload, RowKeys.nameBeforeId(row.key()), new BitSet()));
        if (shelf.commit(ended.build())) endedUploads.clear(view.source(), upload);
    }

    private static Transaction.Builder transaction(RangeView view) {
        return Transaction.on(view.source())
                .check(new Check.AtRevision(RowKeys.BOUNDS, Ranges.revision(view.sourceBounds())));
    }
}
