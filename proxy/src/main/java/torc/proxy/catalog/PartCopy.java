package torc.proxy.catalog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import torc.common.id.Id128;
import torc.proxy.body.BodyOutcome;
import torc.proxy.body.Md5;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions.Verdict;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.objects.Uploads.Range;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.BlobNote;
import torc.proxy.rows.PartRow;
import torc.ring.metadata.Write;

/// Makes parts of ranges of objects, by borrowing their blobs; what lies inline is written to a blob.
final class PartCopy {
    private final Shelf shelf;
    private final PartCommit commit;
    private final Borrowing borrowing;

    PartCopy(Shelf shelf, PartCommit commit, Borrowing borrowing) {
        this.shelf = shelf;
        this.commit = commit;
        this.borrowing = borrowing;
    }

    PartOutcome copy(
            ObjectName name, Id128 upload, int number, ObjectName source, Optional<Range> range, CopyRequest request) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var opened = OpenedObject.open(shelf, source);
            if (opened.isEmpty()) return new PartOutcome.Refused(new WriteOutcome.NoSource());
            var object = opened.get().object();
            if (request.sourceConditions().forRead(Optional.of(object)) != Verdict.HOLD)
                return new PartOutcome.Refused(new WriteOutcome.PreconditionFailed());
            var first = range.map(Range::firstByte).orElse(0L);
            var end = range.map(asked -> CatalogUploads.end(asked, object.bytes()))
                    .orElse(OptionalLong.of(object.bytes()));
            if (end.isEmpty()) return new PartOutcome.Refused(new WriteOutcome.BadRange(object.bytes()));
            if (end.getAsLong() - first > request.maxBytes())
                return new PartOutcome.Refused(new WriteOutcome.TooLarge(request.maxBytes()));
            if (opened.get().inlineData() != null)
                return copyInline(name, upload, number, opened.get(), first, end.getAsLong(), request);
            var outcome = borrow(name, upload, number, opened.get(), first, end.getAsLong(), request);
            if (outcome.isPresent()) return outcome.get();
        }
        return new PartOutcome.Refused(new WriteOutcome.Unavailable("the source changes all the time"));
    }

    private PartOutcome copyInline(
            ObjectName name, Id128 upload, int number, OpenedObject source, long first, long end, CopyRequest request) {
        var deadline = shelf.uploadDeadlineMicros();
        var owned = shelf.ranges().read(name, List.of());
        var writtenFor = owned.shard();
        var note = new BlobNote(
                shelf.nowMicros(),
                OptionalLong.of(end - first),
                request.attributes().apply(source.row().attributes()),
                OpenUpload.find(shelf.ranges(), name, upload).map(Upload::attributes));
        var stored = shelf.bodies()
                .writeToBlobs(
                        source.read(first, end),
                        OptionalLong.of(end - first),
                        end - first,
                        owned.policy(),
                        offset -> CatalogUploads.owner(writtenFor, name, upload, number, offset, deadline, note));
        return switch (stored) {
            case BodyOutcome.InBlobs(var body, var md5) -> {
                var attributes = request.attributes().apply(source.row().attributes());
                var written = new WrittenBody(borrowing, writtenFor, name.text(), body);
                var result = commit.write(name, upload, number, deadline, shard -> {
                    var placed = written.in(shard);
                    var row = new PartRow(end - first, md5, 0, attributes, placed.body());
                    return Optional.of(new PartCommit.Placed(row, placed.holderRows()));
                });
                if (result.certain() && !(result.outcome() instanceof PartOutcome.Stored))
                    written.discard(shelf.bodies());
                yield result.outcome();
            }
            case BodyOutcome.Full _ -> new PartOutcome.Refused(new WriteOutcome.Full());
            case BodyOutcome.Unavailable(var cause) -> new PartOutcome.Refused(new WriteOutcome.Unavailable(cause));
            case BodyOutcome.Inline _, BodyOutcome.TooLarge _ ->
                throw new IllegalStateException("a part's inline source was not stored");
        };
    }

    /// Empty if the source has changed meanwhile, or the part's range has moved.
    private Optional<PartOutcome> borrow(
            ObjectName name, Id128 upload, int number, OpenedObject source, long first, long end, CopyRequest request) {
        var body = source.row().body().slice(first, end);
        var borrower = shelf.ranges().read(name, List.of()).shard();
        var borrowed = borrowing.borrow(source, body, borrower);
        if (borrowed.isEmpty()) return Optional.empty();
        var lent = borrowed.get();
        var attributes = request.attributes().apply(source.row().attributes());
        var row = new PartRow(end - first, etag(source, first, end), 0, attributes, lent.body());
        // Who borrows nothing gives nothing back, and would never remove the row.
        List<Write> holder = body.isEmpty() ? List.of() : List.of(lent.holderRow());
        var moved = new AtomicBoolean();
        var result = commit.write(name, upload, number, lent.deadlineMicros(), shard -> {
            moved.set(!shard.equals(borrower));
            return moved.get() ? Optional.empty() : Optional.of(new PartCommit.Placed(row, holder));
        });
        if (result.certain() && !(result.outcome() instanceof PartOutcome.Stored)) borrowing.release(lent.body());
        return moved.get() ? Optional.empty() : Optional.of(result.outcome());
    }

    /// The whole of an object that was put in one piece has its tag. To know the MD5 of a range would take
    /// reading it,
    /// which copying is there to avoid; so a range gets a tag of the same form that stands for these bytes only
    /// (decision 0033).
    private static String etag(OpenedObject source, long first, long end) {
        var row = source.row();
        if (first == 0 && end == row.bytes() && row.partBytes().length == 0) return row.etag();
        var bytes =
                (row.etag() + ":" + row.modifiedMicros() + ":" + first + "-" + end).getBytes(StandardCharsets.UTF_8);
        return Md5.of(bytes, 0, bytes.length);
    }
}
