package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.proxy.rows.Body;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UploadRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;

/// Copies the unfinished uploads of a range: their rows, and their parts, whose blobs are borrowed.
record RangeUploads(Shelf shelf, Borrowing borrowing, EndedUploads endedUploads) {
    /// Parts copied by one transaction.
    private static final int BATCH = 100;

    private static final int SCANNED_AT_ONCE = 200;

    /// Makes the target have the uploads of a name that the source has.
    ///
    /// @return false if somebody else was faster
    boolean bringAll(RangeView view, Arrival arrival, String name) {
        var here = rows(view.target(), RowKeys.uploads(name));
        var there = rows(view.source(), RowKeys.uploads(name));
        var open = new HashSet<RowKey>();
        for (var row : there) {
            open.add(row.key());
            if (!bring(view, arrival, row)) return false;
        }
        for (var row : here) if (!open.contains(row.key()) && !end(view, arrival, name, row)) return false;
        return true;
    }

    /// Makes the target have this upload and all its parts as they are.
    boolean bring(RangeView view, Arrival arrival, Row upload) {
        var incoming = view.incoming();
        if (incoming == null) return false;
        var row = UploadRow.decode(upload.value());
        if (!row.incarnation().equals(incoming.incarnation())) return true; // Of an earlier container of the name.
        if (shelf.rows().get(view.target(), upload.key()).isEmpty()
                && !arrival.commit(arrival.transaction().put(upload.key(), upload.value()))) return false;
        var id = RowKeys.lastId(upload.key());
        var name = RowKeys.nameBeforeId(upload.key());
        var there = rows(view.source(), RowKeys.parts(id));
        var here = new HashMap<RowKey, PartRow>();
        for (var part : rows(view.target(), RowKeys.parts(id))) here.put(part.key(), PartRow.decode(part.value()));
        var changed = there.stream()
                .filter(part -> hasChanged(PartRow.decode(part.value()), here.get(part.key())))
                .toList();
        for (int i = 0; i < changed.size(); i += BATCH) {
            var batch = changed.subList(i, Math.min(changed.size(), i + BATCH));
            if (!bringParts(view, arrival, name, batch, here)) return false;
        }
        return true;
    }

    /// A part that takes another's place is always younger.
    private static boolean hasChanged(PartRow there, @Nullable PartRow here) {
        return here == null || here.modifiedMicros() != there.modifiedMicros();
    }

    private boolean bringParts(
            RangeView view, Arrival arrival, String name, List<Row> parts, Map<RowKey, PartRow> here) {
        var transaction = arrival.transaction();
        var lent = new ArrayList<Body>();
        for (var part : parts) {
            var row = PartRow.decode(part.value());
            var body = row.body();
            if (!body.isEmpty()) {
                var check = new Check.AtRevision(part.key(), part.revision());
                var borrowed = borrowing.borrow(check, view.source(), body, view.target());
                if (borrowed.isEmpty()) {
                    lent.forEach(borrowing::release);
                    return false;
                }
                body = borrowed.get().body();
                lent.add(body);
                transaction.write(borrowed.get().holderRow());
            }
            var moved = new PartRow(row.bytes(), row.etag(), row.modifiedMicros(), row.attributes(), body);
            transaction.put(part.key(), moved.encode());
            var old = here.get(part.key());
            if (old != null) shelf.bury(transaction, name, old.body());
        }
        if (arrival.commit(transaction)) return true;
        lent.forEach(borrowing::release);
        return false;
    }

    /// The upload has ended where it was begun. What it became is copied as an object, so its parts go.
    private boolean end(RangeView view, Arrival arrival, String name, Row upload) {
        Id128 id = RowKeys.lastId(upload.key());
        var ended = arrival.transaction().delete(upload.key()).write(EndedUploads.ended(id, name, new BitSet()));
        if (!arrival.commit(ended)) return false;
        endedUploads.clear(view.target(), id);
        return true;
    }

    private List<Row> rows(ShardKey shard, RowKey prefix) {
        var rows = new ArrayList<Row>();
        var from = prefix;
        while (true) {
            var page = shelf.rows().scan(shard, Scan.range(from, prefix.endOfPrefix(), SCANNED_AT_ONCE));
            for (var item : page) if (item instanceof ScanItem.Found(var row)) rows.add(row);
            if (page.size() < SCANNED_AT_ONCE) return rows;
            from = page.getLast().key().next();
        }
    }
}
