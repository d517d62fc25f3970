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
import torc.proxy.rows.BlobNote;
import torc.proxy.rows.Body;
import torc.proxy.rows.ContainerRow;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UploadRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Multipart uploads over rows and blobs. Parts are always in blobs, so that completing moves no bytes.
final class CatalogUploads implements Uploads {
    private final Shelf shelf;
    private final ObjectCommit commit;
    private final Borrowing borrowing;
    private final RangeMoves moves;
    private final PartCommit partCommit;
    private final PartCopy partCopy;
    private final EndedUploads endedUploads;

    CatalogUploads(Shelf shelf, ObjectCommit commit, Borrowing borrowing, EndedUploads endedUploads, RangeMoves moves) {
        this.shelf = shelf;
        this.commit = commit;
        this.borrowing = borrowing;
        this.moves = moves;
        this.partCommit = new PartCommit(shelf, moves);
        this.partCopy = new PartCopy(shelf, partCommit, borrowing);
        this.endedUploads = endedUploads;
    }

    @Override
    public Optional<Upload> create(ObjectName name, ObjectAttributes attributes) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var owner = shelf.ranges().read(name, List.of());
            if (!owner.hasContainer()) return Optional.empty();
            if (owner.isSealed(name.text())) {
                moves.finishSwitch(name.container());
                continue;
            }
            var now = shelf.nowMicros();
            // Ids that begin with the time stand in the order of the uploads' beginnings.
            var id = new Id128(now, shelf.ids().next().low());
            var transaction = Transaction.on(owner.shard())
                    .check(new Check.Absent(RowKeys.upload(name.text(), id)))
                    .put(RowKeys.upload(name.text(), id), new UploadRow(now, owner.incarnation(), attributes).encode());
            owner.checksOfIncarnation().forEach(transaction::check);
            owner.mark(transaction, name.text());
            if (shelf.commit(transaction.build())) return Optional.of(new Upload(name, id, now, attributes));
        }
        throw Shelf.contended();
    }

    @Override
    public Optional<Upload> find(ObjectName name, Id128 upload) {
        return OpenUpload.find(shelf.ranges(), name, upload);
    }

    @Override
    public PartOutcome putPart(ObjectName name, Id128 upload, int partNumber, PutRequest request) {
        checkNumber(partNumber);
        try (var body = request.body()) {
            if (!(OpenUpload.look(shelf.ranges(), name, upload, 0) instanceof OpenUpload.Look.Found(var open)))
                return new PartOutcome.Refused(new WriteOutcome.NoUpload());
            var writtenFor = open.owner().shard();
            var deadline = shelf.uploadDeadlineMicros();
            var note = new BlobNote(
                    shelf.nowMicros(),
                    request.announcedBytes(),
                    request.attributes(),
                    Optional.of(open.upload().attributes()));
            var stored = shelf.bodies()
                    .writeToBlobs(
                            body,
                            request.announcedBytes(),
                            request.maxBytes(),
                            open.owner().policy(),
                            offset -> owner(writtenFor, name, upload, partNumber, offset, deadline, note));
            return switch (stored) {
                case BodyOutcome.InBlobs(var blobs, var md5) ->
                    putPart(name, upload, partNumber, request, writtenFor, blobs, md5, deadline);
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
        if (limit == 0 || after >= MAX_PARTS) return find(name, upload).map(_ -> List.of());
        var from = RowKeys.part(upload, Math.max(after, 0) + 1);
        var scan = Scan.range(from, RowKeys.parts(upload).endOfPrefix(), Math.min(limit, Scan.MAX_LIMIT));
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            if (!(OpenUpload.look(shelf.ranges(), name, upload, 0) instanceof OpenUpload.Look.Found(var open)))
                return Optional.empty();
            var found = shelf.rows().scan(open.owner().shard(), scan);
            var now = shelf.ranges().read(name, List.of());
            if (now.shard().equals(open.owner().shard())) return Optional.of(parts(found));
        }
        throw Shelf.contended();
    }

    private static List<Part> parts(List<ScanItem> found) {
        return found.stream()
                .map(item -> ((ScanItem.Found) item).row())
                .map(row -> part(RowKeys.partNumber(row.key()), PartRow.decode(row.value())))
                .toList();
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
        var shard = new ShardKey[] {RowKeys.shard(name.container())};
        var outcome = commit.write(name, Optional.empty(), Long.MAX_VALUE, (current, modified) -> {
                    shard[0] = current.shard();
                    return planner.plan(current, modified);
                })
                .outcome();
        if (outcome instanceof WriteOutcome.Stored) clear(shard[0], upload);
        return outcome;
    }

    @Override
    public boolean abort(ObjectName name, Id128 upload) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            if (!(OpenUpload.look(shelf.ranges(), name, upload, 0) instanceof OpenUpload.Look.Found(var open)))
                return false;
            if (open.isSealed()) {
                moves.finishSwitch(name.container());
                continue;
            }
            var transaction = open.transaction()
                    .delete(RowKeys.upload(name.text(), upload))
                    .write(EndedUploads.ended(upload, name.text(), new BitSet()));
            if (shelf.commit(transaction.build())) {
                clear(open.owner().shard(), upload);
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
        return Optional.of(new UploadPages(shelf.ranges(), container, incarnation, query).list(afterUpload));
    }

    static Part part(int number, PartRow row) {
        return new Part(number, row.bytes(), row.etag(), row.modifiedMicros(), row.attributes());
    }

    static BlobOwner owner(
            ShardKey shard,
            ObjectName name,
            Id128 upload,
            int partNumber,
            long offset,
            long deadlineMicros,
            BlobNote note) {
        return new BlobOwner(
                shard.text(),
                new BlobPlace.OfPart(upload, partNumber, offset, name.text()).text(),
                Shelf.instant(deadlineMicros),
                offset == 0 ? note.encode() : "");
    }

    private PartOutcome putPart(
            ObjectName name,
            Id128 upload,
            int partNumber,
            PutRequest request,
            ShardKey writtenFor,
            Body body,
            String md5,
            long deadline) {
        var written = new WrittenBody(borrowing, writtenFor, name.text(), body);
        var mayBeNamed = false;
        try {
            if (CatalogObjects.mismatches(request, md5))
                return new PartOutcome.Refused(new WriteOutcome.EtagMismatch(md5));
            var attributes =
                    request.attributes().withSystem(request.systemAtEnd().get());
            mayBeNamed = true;
            var result = partCommit.write(name, upload, partNumber, deadline, shard -> {
                var placed = written.in(shard);
                var row = new PartRow(body.bytes(), md5, 0, attributes, placed.body());
                return Optional.of(new PartCommit.Placed(row, placed.holderRows()));
            });
            mayBeNamed = !result.certain() || result.outcome() instanceof PartOutcome.Stored;
            return result.outcome();
        } finally {
            if (!mayBeNamed) written.discard(shelf.bodies());
        }
    }

    /// The upload has ended, whatever happens now; what cannot be cleared at once is left to [Sweep].
    private void clear(ShardKey shard, Id128 upload) {
        try {
            endedUploads.clear(shard, upload);
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
