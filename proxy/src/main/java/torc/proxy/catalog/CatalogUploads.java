package torc.proxy.catalog;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;
import torc.proxy.body.BodyOutcome;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.Uploads;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.Body;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UploadRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.Transaction;

/// Multipart uploads over rows and blobs. Parts are always in blobs, so that completing moves no bytes.
final class CatalogUploads implements Uploads {
    private final Shelf shelf;
    private final ObjectCommit commit;
    private final PartCommit partCommit;
    private final PartCopy partCopy;
    private final EndedUploads endedUploads;

    CatalogUploads(Shelf shelf, ObjectCommit commit, Borrowing borrowing, EndedUploads endedUploads) {
        this.shelf = shelf;
        this.commit = commit;
        this.partCommit = new PartCommit(shelf);
        this.partCopy = new PartCopy(shelf, partCommit, borrowing);
        this.endedUploads = endedUploads;
    }

    @Override
    public Optional<Upload> create(ObjectName name, ObjectAttributes attributes) {
        var shard = RowKeys.shard(name.container());
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var container = shelf.rows().get(shard, RowKeys.CONTAINER);
            if (container.isEmpty()) return Optional.empty();
            var now = shelf.nowMicros();
            // Ids that begin with the time stand in the order of the uploads' beginnings.
            var id = new Id128(now, shelf.ids().next().low());
            var incarnation = ContainerRow.decode(container.get().value()).incarnation();
            var created = shelf.commit(Transaction.on(shard)
                    .check(new Check.AtRevision(
                            RowKeys.CONTAINER, container.get().revision()))
                    .check(new Check.Absent(RowKeys.upload(name.text(), id)))
                    .put(RowKeys.upload(name.text(), id), new UploadRow(now, incarnation, attributes).encode())
                    .build());
            if (created) return Optional.of(new Upload(name, id, now, attributes));
        }
        throw Shelf.contended();
    }

    @Override
    public Optional<Upload> find(ObjectName name, Id128 upload) {
        return OpenUpload.find(shelf.rows(), name, upload);
    }

    @Override
    public PartOutcome putPart(ObjectName name, Id128 upload, int partNumber, PutRequest request) {
        checkNumber(partNumber);
        try (var body = request.body()) {
            if (!(OpenUpload.look(shelf.rows(), name, upload, 0) instanceof OpenUpload.Look.Found))
                return new PartOutcome.Refused(new WriteOutcome.NoUpload());
            var deadline = shelf.uploadDeadlineMicros();
            var stored = shelf.bodies()
                    .writeToBlobs(
                            body,
                            request.announcedBytes(),
                            request.maxBytes(),
                            offset -> owner(name, upload, partNumber, offset, deadline));
            return switch (stored) {
                case BodyOutcome.InBlobs(var blobs, var md5) ->
                    putPart(name, upload, partNumber, request, blobs, md5, deadline);
                case BodyOutcome.Inline _ -> throw new IllegalStateException("a part went into a row");
                case BodyOutcome.TooLarge _ -> new PartOutcome.Refused(new WriteOutcome.TooLarge(request.maxBytes()));
                case BodyOutcome.Full _ -> new PartOutcome.Refused(new WriteOutcome.Full());
                case BodyOutcome.Unavailable(var cause) -> new PartOutcome.Refused(new WriteOutcome.Unavailable(cause));
            };
        }
    }

    @Override
    public PartOutcome copyPart(
            ObjectName name,
            Id128 upload,
            int partNumber,
            ObjectName source,
            Optional<Range> range,
            CopyRequest request) {
        checkNumber(partNumber);
        try {
            return partCopy.copy(name, upload, partNumber, source, range, request);
        } catch (StoreUnavailable e) {
            return new PartOutcome.Refused(CatalogObjects.unavailable(e));
        }
    }

    @Override
    public Optional<List<Part>> parts(ObjectName name, Id128 upload, int after, int limit) {
        if (find(name, upload).isEmpty()) return Optional.empty();
        if (limit == 0 || after >= MAX_PARTS) return Optional.of(List.of());
        var prefix = RowKeys.parts(upload);
        var found = shelf.rows()
                .scan(
                        RowKeys.shard(name.container()),
                        Scan.range(
                                RowKeys.part(upload, Math.max(after, 0) + 1),
                                prefix.endOfPrefix(),
                                Math.min(limit, Scan.MAX_LIMIT)));
        return Optional.of(found.stream()
                .map(item -> ((ScanItem.Found) item).row())
                .map(row -> part(RowKeys.partNumber(row.key()), PartRow.decode(row.value())))
                .toList());
    }

    @Override
    public WriteOutcome complete(
            ObjectName name,
            Id128 upload,
            List<ListedPart> parts,
            String etag,
            ObjectAttributes attributes,
            Preconditions conditions,
            long minPartBytes) {
        var planner = new Completion(shelf, name, upload, parts, etag, attributes, conditions, minPartBytes);
        var outcome =
                commit.write(name, Optional.empty(), Long.MAX_VALUE, planner).outcome();
        if (outcome instanceof WriteOutcome.Stored) clear(name, upload);
        return outcome;
    }

    @Override
    public boolean abort(ObjectName name, Id128 upload) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            if (!(OpenUpload.look(shelf.rows(), name, upload, 0) instanceof OpenUpload.Look.Found(var open)))
                return false;
            var transaction = Transaction.on(RowKeys.shard(name.container()))
                    .delete(RowKeys.upload(name.text(), upload))
                    .write(EndedUploads.ended(upload, name.text(), new BitSet()));
            open.checks().forEach(transaction::check);
            if (shelf.commit(transaction.build())) {
                clear(name, upload);
                return true;
            }
        }
        throw Shelf.contended();
    }

    @Override
    public Optional<Listing<Upload>> list(ContainerName container, ListQuery query, Optional<Id128> afterUpload) {
        var found = shelf.rows().get(RowKeys.shard(container), RowKeys.CONTAINER);
        if (found.isEmpty()) return Optional.empty();
        var incarnation = ContainerRow.decode(found.get().value()).incarnation();
        return Optional.of(new UploadPages(shelf.rows(), container, incarnation, query).list(afterUpload));
    }

    static Part part(int number, PartRow row) {
        return new Part(number, row.bytes(), row.etag(), row.modifiedMicros(), row.attributes());
    }

    static BlobOwner owner(ObjectName name, Id128 upload, int partNumber, long offset, long deadlineMicros) {
        return new BlobOwner(
                RowKeys.shard(name.container()).text(),
                new BlobPlace.OfPart(upload, partNumber, offset, name.text()).text(),
                Shelf.instant(deadlineMicros));
    }

    private PartOutcome putPart(
            ObjectName name, Id128 upload, int partNumber, PutRequest request, Body body, String md5, long deadline) {
        var mayBeNamed = false;
        try {
            if (CatalogObjects.mismatches(request, md5))
                return new PartOutcome.Refused(new WriteOutcome.EtagMismatch(md5));
            var attributes =
                    request.attributes().withSystem(request.systemAtEnd().get());
            var row = new PartRow(body.bytes(), md5, 0, attributes, body);
            mayBeNamed = true;
            var result = partCommit.write(name, upload, partNumber, row, Optional.empty(), deadline);
            mayBeNamed = !result.certain() || result.outcome() instanceof PartOutcome.Stored;
            return result.outcome();
        } finally {
            if (!mayBeNamed) shelf.bodies().discard(body);
        }
    }

    /// The upload has ended, whatever happens now; what cannot be cleared at once is left to [Sweep].
    private void clear(ObjectName name, Id128 upload) {
        try {
            endedUploads.clear(RowKeys.shard(name.container()), upload);
        } catch (StoreUnavailable _) {
            // The ended upload's row is durable, so nothing is forgotten.
        }
    }

    private static void checkNumber(int partNumber) {
        if (partNumber < 1 || partNumber > MAX_PARTS) throw new IllegalArgumentException("part " + partNumber);
    }

    /// Bytes `firstByte` (inclusive) to `endByte` (exclusive) of a source of this length.
    static OptionalLong end(Range range, long sourceBytes) {
        var end = range.endByte().orElse(sourceBytes);
        return range.firstByte() < 0 || range.firstByte() >= end || end > sourceBytes
                ? OptionalLong.empty()
                : OptionalLong.of(end);
    }
}
