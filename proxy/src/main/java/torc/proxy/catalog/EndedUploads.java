package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import torc.common.id.Id128;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.Body;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.EndedUploadRow;
import torc.proxy.rows.Extent;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UploadRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Write;

/// Clears up behind uploads. Ending one, in either way, is one small transaction that replaces its row by an ended
/// upload's; its parts, up to 10,000, are cleared afterwards in steps, by the same request or by [Sweep] after a crash.
final class EndedUploads {
    /// Parts cleared by one transaction.
    private static final int BATCH = 200;

    private final Shelf shelf;

    EndedUploads(Shelf shelf) {
        this.shelf = shelf;
    }

    /// What is to be written beside the upload row's removal.
    static Write ended(Id128 upload, String name, BitSet usedParts) {
        return new Write.Put(RowKeys.endedUpload(upload), new EndedUploadRow(name, usedParts).encode());
    }

    /// Removes the part rows of an ended upload; the bytes of those that were not used are buried. An upload that has
    /// ended in this shard because its range left, and that is back with it before it was cleared, keeps its parts.
    void clear(ShardKey shard, Id128 upload) {
        var endedKey = RowKeys.endedUpload(upload);
        while (true) {
            var found = shelf.rows().get(shard, endedKey);
            if (found.isEmpty()) return;
            var ended = EndedUploadRow.decode(found.get().value());
            var openKey = RowKeys.upload(ended.name(), upload);
            var transaction = Transaction.on(shard)
                    .check(new Check.AtRevision(endedKey, found.get().revision()));
            var open = shelf.rows().get(shard, openKey);
            if (open.isPresent()) {
                transaction
                        .check(new Check.AtRevision(openKey, open.get().revision()))
                        .delete(endedKey);
                shelf.commit(transaction.build());
                continue;
            }
            transaction.check(new Check.Absent(openKey));
            if (clearBatch(shard, upload, ended, transaction)) transaction.delete(endedKey);
            // A failed check means that another one clears the same upload; the next look tells what is left.
            shelf.commit(transaction.build());
        }
    }

    /// @return whether these are the last ones
    private boolean clearBatch(ShardKey shard, Id128 upload, EndedUploadRow ended, Transaction.Builder transaction) {
        var parts = shelf.rows().scan(shard, Scan.prefix(RowKeys.parts(upload), BATCH));
        var unused = new ArrayList<Extent>();
        var unusedBytes = 0L;
        var isLast = parts.size() < BATCH;
        for (var item : parts) {
            if (item instanceof ScanItem.Found(var part)) {
                // Bodies take less room together than in rows of their own.
                unusedBytes += part.value().length;
                if (unusedBytes > Body.MAX_ROW_BYTES && !unused.isEmpty()) {
                    isLast = false;
                    break;
                }
                transaction
                        .check(new Check.AtRevision(part.key(), part.revision()))
                        .delete(part.key());
                if (!ended.used().get(RowKeys.partNumber(part.key())))
                    unused.addAll(PartRow.decode(part.value()).body().extents());
            }
        }
        // One burial for all of them: a full store lets only such transactions pass as delete more than they write.
        shelf.bury(transaction, ended.name(), new Body(unused));
        return isLast;
    }

    /// Gives up the uploads that a deleted container has left behind.
    void endAllOfOtherIncarnations(ContainerName container) {
        var shard = RowKeys.shard(container);
        var from = RowKeys.UPLOADS;
        while (true) {
            var page = shelf.rows().scan(shard, Scan.range(from, RowKeys.UPLOADS.endOfPrefix(), BATCH));
            for (var item : page) {
                if (item instanceof ScanItem.Found(var row))
                    endIfOrphaned(shard, row.key(), row.value(), row.revision());
            }
            if (page.size() < BATCH) return;
            from = page.getLast().key().next();
        }
    }

    private void endIfOrphaned(ShardKey shard, RowKey key, byte[] value, long revision) {
        var now = shelf.rows().get(shard, RowKeys.CONTAINER);
        var incarnation = UploadRow.decode(value).incarnation();
        if (now.isPresent()
                && ContainerRow.decode(now.get().value()).incarnation().equals(incarnation)) return;
        var upload = RowKeys.lastId(key);
        if (shelf.commit(Transaction.on(shard)
                .check(new Check.AtRevision(key, revision))
                .delete(key)
                .write(ended(upload, RowKeys.nameBeforeId(key), new BitSet()))
                .build())) clear(shard, upload);
    }
}
