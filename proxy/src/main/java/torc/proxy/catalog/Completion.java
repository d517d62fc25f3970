package torc.proxy.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobStore;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.Body;
import torc.proxy.rows.Extent;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Write;

/// Plans the one transaction in which an upload becomes an object: it checks that the upload and each listed
/// part stand
/// as they were read, so that of completions, aborts and part overwrites at once, exactly one order comes true.
record Completion(
        Shelf shelf,
        ObjectName name,
        Id128 upload,
        List<ListedPart> listed,
        String etag,
        ObjectAttributes attributes,
        Preconditions conditions,
        long minPartBytes)
        implements Plan.Planner {
    /// More than 7 TiB in blobs of full size; their row, which may also have to say from whom each of 10,000
    /// copied
    /// parts
    /// is borrowed, is held to [Body#MAX_ROW_BYTES] when it is made.
    private static final int MAX_EXTENTS = 120_000;

    @Override
    public Plan plan(Current current, long modifiedMicros) {
        if (!(OpenUpload.look(shelf.ranges(), name, upload, 0) instanceof OpenUpload.Look.Found(var open)))
            return new Plan.Answer(repeated(current));
        if (!open.owner().shard().equals(current.shard())) return new Plan.Again();
        if (!conditions.isNone()
                && conditions.forWrite(current.object(shelf.nowSeconds())) == Preconditions.Verdict.FAILED)
            return new Plan.Answer(new WriteOutcome.PreconditionFailed());
        var rows = partRows(current.shard());
        var checks = new ArrayList<>(open.checks());
        var extents = new ArrayList<Extent>();
        var lengths = new long[listed.size()];
        var used = new BitSet();
        for (int i = 0; i < lengths.length; i++) {
            var part = listed.get(i);
            var row = rows.get(part.number());
            var inOrder = i == 0 || part.number() > listed.get(i - 1).number();
            if (row == null || !inOrder) return new Plan.Answer(new WriteOutcome.BadPart(part.number()));
            var stored = PartRow.decode(row.value());
            if (!stored.etag().equalsIgnoreCase(part.etag()))
                return new Plan.Answer(new WriteOutcome.BadPart(part.number()));
            if (i < lengths.length - 1 && stored.bytes() < minPartBytes)
                return new Plan.Answer(new WriteOutcome.PartTooSmall(part.number(), stored.bytes()));
            checks.add(new Check.AtRevision(row.key(), row.revision()));
            extents.addAll(stored.body().extents());
            if (extents.size() > MAX_EXTENTS)
                return new Plan.Answer(new WriteOutcome.TooLarge(MAX_EXTENTS * BlobStore.MAX_BLOB_BYTES));
            lengths[i] = stored.bytes();
            used.set(part.number());
        }
        if (lengths.length == 0) return new Plan.Answer(new WriteOutcome.BadPart(1));
        var row = ObjectRow.inBlobs(etag, modifiedMicros, attributes, upload, lengths, new Body(extents));
        var writes = List.of(
                new Write.Delete(RowKeys.upload(name.text(), upload)), EndedUploads.ended(upload, name.text(), used));
        return new Plan.Replace(row, CatalogObjects.dataRow(row), false, checks, writes);
    }

    /// The upload is not there: perhaps because this very completion has succeeded before.
    private WriteOutcome repeated(Current current) {
        var made =
                current.visible(shelf.nowSeconds()).filter(row -> row.madeBy().equals(upload));
        return made.isPresent() ? new WriteOutcome.Stored(made.get().object(name)) : new WriteOutcome.NoUpload();
    }

    private Map<Integer, Row> partRows(ShardKey shard) {
        var rows = new HashMap<Integer, Row>();
        var found = shelf.rows().scan(shard, Scan.prefix(RowKeys.parts(upload), Scan.MAX_LIMIT));
        for (var item : found) {
            if (item instanceof ScanItem.Found(var row)) rows.put(RowKeys.partNumber(row.key()), row);
        }
        return rows;
    }
}
