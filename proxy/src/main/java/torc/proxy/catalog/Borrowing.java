package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import torc.common.id.Id128;
import torc.proxy.rows.Body;
import torc.proxy.rows.Extent;
import torc.proxy.rows.KeptBlobRow;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.ReferenceRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Check;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Write;

/// Lets a row name blobs that were written for another one. The reference is committed in the shard of the
/// blob's first owner before the borrower's row, under the condition that whoever lends still has the blob; it
/// is released after the borrower's row is gone and its grace has passed. A crash between leaves a reference
/// too many, which [Sweep] finds by asking for the borrower's holder row, and never one too few.
final class Borrowing {
    /// References made or released by one transaction.
    private static final int BATCH = 2_000;

    private final Shelf shelf;

    Borrowing(Shelf shelf) {
        this.shelf = shelf;
    }

    /// A body made of borrowed blobs.
    record Borrowed(Body body, Id128 reference, long deadlineMicros) {
        /// What the borrower's transaction writes beside its row.
        Write holderRow() {
            return new Write.Put(RowKeys.holder(reference), MarkRow.present());
        }
    }

    /// Borrows all blobs of a body.
    ///
    /// @param lender the object that names them now
    /// @param borrower shard of the row that will
    /// @return empty if the lender has changed
    Optional<Borrowed> borrow(OpenedObject lender, Body body, ShardKey borrower) {
        return borrow(lender.unchanged(), lender.shard(), body, borrower);
    }

    /// @param lent that the row that names them now has not changed
    /// @param lenderShard where that row stands
    Optional<Borrowed> borrow(Check lent, ShardKey lenderShard, Body body, ShardKey borrower) {
        var reference = shelf.ids().next();
        var deadline = shelf.uploadDeadlineMicros();
        var value = new ReferenceRow(borrower.text(), deadline).encode();
        var borrowed = new Body(body.extents().stream()
                .map(extent -> extent.borrowed(extent.isOwned() ? lenderShard.text() : extent.owner(), reference))
                .toList());
        for (var owner : byOwner(body, lenderShard.text()).entrySet()) {
            for (var batch : batches(owner.getValue())) {
                var transaction = Transaction.on(new ShardKey(owner.getKey()));
                if (batch.stream().anyMatch(Extent::isOwned)) transaction.check(lent);
                for (var extent : batch) {
                    if (!extent.isOwned())
                        transaction.check(new Check.Present(RowKeys.reference(extent.blob(), extent.reference())));
                }
                for (var blob : blobs(batch)) transaction.put(RowKeys.reference(blob, reference), value);
                if (!shelf.commit(transaction.build())) {
                    release(borrowed);
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Borrowed(borrowed, reference, deadline));
    }

    /// Keeps blobs that were written for a row of one shard for a row of another one: the name's range has
    /// moved while they were written. Nothing has named them yet; now they are kept for whoever borrows them.
    Borrowed adopt(Body written, ShardKey writtenFor, String name, ShardKey borrower) {
        var reference = shelf.ids().next();
        var deadline = shelf.uploadDeadlineMicros();
        var value = new ReferenceRow(borrower.text(), deadline).encode();
        var adopted = new Body(written.extents().stream()
                .map(extent -> extent.borrowed(writtenFor.text(), reference))
                .toList());
        for (var batch : batches(written.extents())) {
            var transaction = Transaction.on(writtenFor);
            for (var extent : batch)
                transaction
                        .put(RowKeys.reference(extent.blob(), reference), value)
                        .put(RowKeys.keptBlob(extent.blob()), new KeptBlobRow(name, extent.bytes()).encode());
            shelf.commit(transaction.build());
        }
        return new Borrowed(adopted, reference, deadline);
    }

    /// Gives back what a body borrows. Idempotent. Blobs that nobody needs any more become due at once.
    void release(Body body) {
        var borrowed = new Body(body.borrowed());
        for (var owner : byOwner(borrowed, "").entrySet()) {
            var shard = new ShardKey(owner.getKey());
            for (var batch : batches(owner.getValue())) {
                var keys = batch.stream()
                        .map(extent -> RowKeys.reference(extent.blob(), extent.reference()))
                        .distinct()
                        .toList();
                release(shard, keys);
            }
        }
    }

    /// Removes references by their keys.
    void release(ShardKey shard, List<RowKey> references) {
        var transaction = Transaction.on(shard);
        references.forEach(transaction::delete);
        shelf.commit(transaction.build());
        references.stream().map(RowKeys::referencedBlob).distinct().forEach(blob -> buryIfUnneeded(shard, blob));
    }

    /// Buries a kept blob whose last reference is gone. Of several that release at once, the last one sees none
    /// left.
    void buryIfUnneeded(ShardKey shard, Id128 blob) {
        var keptKey = RowKeys.keptBlob(blob);
        var kept = shelf.rows().get(shard, keptKey);
        if (kept.isEmpty() || isReferenced(shard, blob)) return;
        var row = KeptBlobRow.decode(kept.get().value());
        var transaction = Transaction.on(shard)
                .check(new Check.AtRevision(keptKey, kept.get().revision()))
                .delete(keptKey);
        shelf.bury(transaction, row.name(), new Body(List.of(Extent.owned(blob, row.bytes()))), shelf.nowMicros());
        shelf.commit(transaction.build());
    }

    boolean isReferenced(ShardKey shard, Id128 blob) {
        return !shelf.rows()
                .scan(shard, Scan.prefix(RowKeys.references(blob), 1))
                .isEmpty();
    }

    private static Map<String, List<Extent>> byOwner(Body body, String self) {
        var byOwner = new TreeMap<String, List<Extent>>();
        for (var extent : body.extents())
            byOwner.computeIfAbsent(extent.isOwned() ? self : extent.owner(), _ -> new ArrayList<>())
                    .add(extent);
        return byOwner;
    }

    private static List<Id128> blobs(List<Extent> extents) {
        return extents.stream().map(Extent::blob).distinct().toList();
    }

    private static List<List<Extent>> batches(List<Extent> extents) {
        var batches = new ArrayList<List<Extent>>();
        for (int i = 0; i < extents.size(); i += BATCH)
            batches.add(extents.subList(i, Math.min(extents.size(), i + BATCH)));
        return batches;
    }
}
