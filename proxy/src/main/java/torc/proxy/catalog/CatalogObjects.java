package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import torc.objectserver.blob.BlobOwner;
import torc.proxy.body.BodyOutcome;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Preconditions.Verdict;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.objects.WriteOutcome.QuotaExceeded.Holder;
import torc.proxy.rows.BlobNote;
import torc.proxy.rows.Body;
import torc.proxy.rows.ObjectRow;
import torc.ring.metadata.Row;
import torc.ring.metadata.ShardKey;

/// Objects over rows and blobs.
final class CatalogObjects implements Objects {
    private static final long[] NO_PARTS = {};

    private final Shelf shelf;
    private final ObjectCommit commit;
    private final Borrowing borrowing;

    CatalogObjects(Shelf shelf, ObjectCommit commit, Borrowing borrowing) {
        this.shelf = shelf;
        this.commit = commit;
        this.borrowing = borrowing;
    }

    @Override
    public Optional<StoredObject> find(ObjectName name) {
        var owner = shelf.ranges().read(name, VersionRows.objects(name));
        var found = VersionRows.choose(name, owner.rows()).map(Row::value);
        if (found.isEmpty()) return Optional.empty();
        var row = ObjectRow.decode(found.get(), null);
        // The lengths of many parts are in the data row, which has to be of the same moment.
        if (row.place() == ObjectRow.Place.ELSEWHERE)
            return OpenedObject.open(shelf, name).map(OpenObject::object);
        var ended = VersionRows.endsCount(name) && row.hasEndedAt(shelf.nowSeconds());
        return ended ? Optional.empty() : Optional.of(owner.shown(row.object(name)));
    }

    @Override
    public Optional<OpenObject> open(ObjectName name) {
        return OpenedObject.open(shelf, name).map(opened -> opened);
    }

    @Override
    public WriteOutcome put(ObjectName name, PutRequest request) {
        try (var body = request.body()) {
            var seen = Current.read(shelf.ranges(), name);
            if (!seen.hasContainer()) return new WriteOutcome.NoContainer();
            if (refuses(request.conditions(), seen)) return new WriteOutcome.PreconditionFailed();
            if (commit.exceedsQuota(seen, request.announcedBytes().orElse(0)))
                return new WriteOutcome.QuotaExceeded(Holder.CONTAINER);
            var deadline = shelf.uploadDeadlineMicros();
            var note =
                    new BlobNote(shelf.nowMicros(), request.announcedBytes(), request.attributes(), Optional.empty());
            var stored = shelf.bodies()
                    .write(
                            body,
                            request.announcedBytes(),
                            request.maxBytes(),
                            seen.owner().policy(),
                            offset -> owner(seen.shard(), name, offset, deadline, note));
            return switch (stored) {
                case BodyOutcome.Inline inline -> putInline(name, request, seen, deadline, inline);
                case BodyOutcome.InBlobs(var blobs, var md5) -> putBlobs(name, request, seen, deadline, blobs, md5);
                case BodyOutcome.TooLarge _ -> new WriteOutcome.TooLarge(request.maxBytes());
                case BodyOutcome.Full _ -> new WriteOutcome.Full();
                case BodyOutcome.Unavailable(var cause) -> new WriteOutcome.Unavailable(cause);
            };
        }
    }

    @Override
    public WriteOutcome update(ObjectName name, UnaryOperator<ObjectAttributes> change, Preconditions conditions) {
        return update(name, change, Preconditions.NONE, conditions, Long.MAX_VALUE);
    }

    @Override
    public WriteOutcome copy(ObjectName source, ObjectName target, CopyRequest request) {
        if (source.equals(target) && !commit.keepsOverwritten(Current.read(shelf.ranges(), target)))
            return update(
                    target,
                    request.attributes(),
                    request.sourceConditions(),
                    request.targetConditions(),
                    request.maxBytes());
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var opened = OpenedObject.open(shelf, source);
            if (opened.isEmpty()) return new WriteOutcome.NoSource();
            if (request.sourceConditions().forRead(Optional.of(opened.get().object())) != Verdict.HOLD)
                return new WriteOutcome.PreconditionFailed();
            if (opened.get().object().bytes() > request.maxBytes())
                return new WriteOutcome.TooLarge(request.maxBytes());
            try {
                var outcome = copy(opened.get(), target, request);
                if (outcome.isPresent()) return outcome.get();
            } catch (StoreUnavailable e) {
                return unavailable(e);
            }
        }
        return new WriteOutcome.Unavailable("the source changes all the time");
    }

    @Override
    public WriteOutcome restore(ObjectName version) {
        return commit.restore(version);
    }

    @Override
    public DeleteOutcome delete(ObjectName name, Preconditions conditions) {
        return commit.delete(name, conditions);
    }

    @Override
    public DeleteOutcome deleteSent(ObjectName name, long sentMicros) {
        return commit.delete(name, Preconditions.NONE, OptionalLong.of(sentMicros));
    }

    static WriteOutcome unavailable(StoreUnavailable e) {
        return e.full() ? new WriteOutcome.Full() : new WriteOutcome.Unavailable(String.valueOf(e.getMessage()));
    }

    private WriteOutcome putInline(
            ObjectName name, PutRequest request, Current seen, long deadline, BodyOutcome.Inline body) {
        var md5 = body.md5();
        if (mismatches(request, md5)) return new WriteOutcome.EtagMismatch(md5);
        var attributes = request.attributes().withSystem(request.systemAtEnd().get());
        var bytes = body.bytes();
        return commit.write(name, Optional.of(seen), deadline, request.sentMicros(), (current, modified) -> {
                    if (refuses(request.conditions(), current))
                        return new Plan.Answer(new WriteOutcome.PreconditionFailed());
                    var row = ObjectRow.inline(bytes, md5, modified, attributes);
                    return Plan.Replace.with(row, bytes == 0 ? null : body.dataRow());
                })
                .outcome();
    }

    private WriteOutcome putBlobs(
            ObjectName name, PutRequest request, Current seen, long deadline, Body body, String md5) {
        var mayBeNamed = false;
        var written = new WrittenBody(borrowing, seen.shard(), name.text(), body);
        try {
            if (mismatches(request, md5)) return new WriteOutcome.EtagMismatch(md5);
            var attributes =
                    request.attributes().withSystem(request.systemAtEnd().get());
            mayBeNamed = true;
            var result = commit.write(name, Optional.of(seen), deadline, request.sentMicros(), (current, modified) -> {
                if (refuses(request.conditions(), current))
                    return new Plan.Answer(new WriteOutcome.PreconditionFailed());
                var placed = written.in(current.shard());
                var row = ObjectRow.inBlobs(md5, modified, attributes, ObjectRow.NO_UPLOAD, NO_PARTS, placed.body());
                return new Plan.Replace(row, dataRow(row), false, List.of(), placed.holderRows());
            });
            mayBeNamed = !result.certain() || result.outcome() instanceof WriteOutcome.Stored;
            return result.outcome();
        } finally {
            if (!mayBeNamed) written.discard(shelf.bodies());
        }
    }

    private WriteOutcome update(
            ObjectName name,
            UnaryOperator<ObjectAttributes> change,
            Preconditions asSource,
            Preconditions conditions,
            long maxBytes) {
        return commit.write(name, Optional.empty(), Long.MAX_VALUE, (current, modified) -> {
                    var now = VersionRows.endsCount(name) ? shelf.nowSeconds() : 0;
                    var object = current.visible(now);
                    var stored = current.object(now);
                    if (conditions.forWrite(stored) == Verdict.FAILED)
                        return new Plan.Answer(new WriteOutcome.PreconditionFailed());
                    if (object.isEmpty()) return new Plan.Answer(new WriteOutcome.NoSource());
                    if (asSource.forRead(stored) != Verdict.HOLD)
                        return new Plan.Answer(new WriteOutcome.PreconditionFailed());
                    if (object.get().bytes() > maxBytes) return new Plan.Answer(new WriteOutcome.TooLarge(maxBytes));
                    var row = object.get().with(change.apply(object.get().attributes()), modified);
                    return new Plan.Replace(row, null, true, List.of(), List.of());
                })
                .outcome();
    }

    /// Empty if the source has changed meanwhile, or the target's range has moved.
    private Optional<WriteOutcome> copy(OpenedObject opened, ObjectName target, CopyRequest request) {
        var from = opened.row();
        var seen = Current.read(shelf.ranges(), target);
        if (!seen.hasContainer()) return Optional.of(new WriteOutcome.NoContainer());
        if (refuses(request.targetConditions(), seen)) return Optional.of(new WriteOutcome.PreconditionFailed());
        var attributes = request.attributes().apply(from.attributes());
        if (from.body().isEmpty()) {
            return Optional.of(commit.write(target, Optional.of(seen), Long.MAX_VALUE, (current, modified) -> {
                        if (refuses(request.targetConditions(), current))
                            return new Plan.Answer(new WriteOutcome.PreconditionFailed());
                        var row = ObjectRow.inline(from.bytes(), from.etag(), modified, attributes);
                        return Plan.Replace.with(row, opened.inlineData());
                    })
                    .outcome());
        }
        var borrower = seen.shard();
        var borrowed = borrowing.borrow(opened, from.body(), borrower);
        if (borrowed.isEmpty()) return Optional.empty();
        var lent = borrowed.get();
        var moved = new AtomicBoolean();
        var result = commit.write(target, Optional.of(seen), lent.deadlineMicros(), (current, modified) -> {
            moved.set(!current.shard().equals(borrower));
            if (moved.get()) return new Plan.Answer(new WriteOutcome.Unavailable("the target's range moves"));
            if (refuses(request.targetConditions(), current))
                return new Plan.Answer(new WriteOutcome.PreconditionFailed());
            var row = ObjectRow.inBlobs(
                    from.etag(), modified, attributes, ObjectRow.NO_UPLOAD, from.partBytes(), lent.body());
            return new Plan.Replace(row, dataRow(row), false, List.of(), List.of(lent.holderRow()));
        });
        if (result.certain() && !(result.outcome() instanceof WriteOutcome.Stored)) borrowing.release(lent.body());
        return moved.get() ? Optional.empty() : Optional.of(result.outcome());
    }

    static byte @Nullable [] dataRow(ObjectRow row) {
        return row.place() == ObjectRow.Place.ELSEWHERE ? row.encodeExtents() : null;
    }

    private boolean refuses(Preconditions conditions, Current current) {
        return !conditions.isNone() && conditions.forWrite(current.object(shelf.nowSeconds())) == Verdict.FAILED;
    }

    static boolean mismatches(PutRequest request, String md5) {
        return !request.expectedEtag().isEmpty() && !request.expectedEtag().equalsIgnoreCase(md5);
    }

    private static BlobOwner owner(ShardKey shard, ObjectName name, long offset, long deadlineMicros, BlobNote note) {
        return new BlobOwner(
                shard.text(),
                new BlobPlace.OfObject(offset, name.text()).text(),
                Shelf.instant(deadlineMicros),
                offset == 0 ? note.encode() : "");
    }
}
