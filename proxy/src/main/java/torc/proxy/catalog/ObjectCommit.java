package torc.proxy.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.proxy.catalog.Versions.Succession;
import torc.proxy.objects.Archiving;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Quota;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.Syncing;
import torc.proxy.objects.Usage;
import torc.proxy.objects.Versioning;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.objects.WriteOutcome.QuotaExceeded.Holder;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Transaction;

/// Changes what stands under a name, in one transaction: the object's row and data, the container's usage, the
/// index of ends, and the burial of the bytes that were there, or their keeping as a version. If somebody else
/// was faster, it looks and plans again.
final class ObjectCommit {
    private final Shelf shelf;
    private final RangeMoves moves;
    private final Versions versions;
    private final SyncMarks syncMarks;
    private final Optional<Archives> archives;

    /// @param archives takes copies where a container has an archive; without it none are made
    ObjectCommit(Shelf shelf, RangeMoves moves, Optional<Archives> archives) {
        this.shelf = shelf;
        this.moves = moves;
        this.versions = new Versions(shelf);
        this.syncMarks = new SyncMarks(shelf);
        this.archives = archives;
    }

    /// @param certain false if it may have happened although the outcome is not [WriteOutcome.Stored]
    record Result(WriteOutcome outcome, boolean certain) {}

    /// Whether the container keeps what is overwritten now.
    boolean keepsVersions(Current current) {
        return Versioning.of(properties(current)) == Versioning.ENABLED;
    }

    /// Whether a container keeps or archives what is overwritten in it.
    boolean keepsOverwritten(Current current) {
        return keepsVersions(current) || archiving(current, properties(current)).isPresent();
    }

    private Map<String, String> properties(Current current) {
        return current.owner().properties(shelf.rows(), current.name().container());
    }

    private Optional<Archiving> archiving(Current current, Map<String, String> properties) {
        if (archives.isEmpty()) return Optional.empty();
        return Archiving.of(current.name().container().account(), properties);
    }

    /// @param seen what the caller saw there before; saves a read
    /// @param deadlineMicros after this moment nothing is committed any more
    Result write(ObjectName name, Optional<Current> seen, long deadlineMicros, Plan.Planner planner) {
        return write(name, seen, deadlineMicros, OptionalLong.empty(), planner);
    }

    /// @param sentMicros when the object was written in a container that is synchronised with this one; nothing is
    /// changed if what happened here is as late
    Result write(
            ObjectName name,
            Optional<Current> seen,
            long deadlineMicros,
            OptionalLong sentMicros,
            Plan.Planner planner) {
        var current = seen.orElseGet(() -> Current.read(shelf.ranges(), name));
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            if (!current.hasContainer()) return new Result(new WriteOutcome.NoContainer(), true);
            var now = shelf.nowMicros();
            var properties = properties(current);
            var succession = versions.succession(current, Versioning.of(properties), now);
            var known = Optional.<SyncMarks.Seen>empty();
            if (sentMicros.isPresent()) {
                known = Optional.of(syncMarks.seen(current));
                if (known.get().isAsLateAs(current, sentMicros.getAsLong()))
                    return new Result(new WriteOutcome.PreconditionFailed(), true);
                succession = succession.sentAt(sentMicros.getAsLong());
            }
            switch (planner.plan(current, succession.modifiedMicros())) {
                case Plan.Answer(var outcome) -> {
                    return new Result(outcome, true);
                }
                case Plan.Again _ -> {}
                case Plan.Replace replace
                when replace.isTooScattered() -> {
                    return new Result(new WriteOutcome.TooLarge(replace.row().bytes() - 1), true);
                }
                case Plan.Replace replace -> {
                    if (now > deadlineMicros)
                        return new Result(new WriteOutcome.Unavailable("the upload took too long"), true);
                    if (!current.isSealed()) {
                        var numbered = replace.as(succession.number());
                        var quota = Quota.of(properties);
                        if (!replace.keepsBytes()
                                && exceeds(current, quota, numbered.row().bytes()))
                            return new Result(new WriteOutcome.QuotaExceeded(Holder.CONTAINER), true);
                        var archiving = archiving(current, properties);
                        if (archiving.isPresent() && !replace.keepsBytes() && archives.isPresent()) {
                            var refusal = archives.get().keep(name, archiving.get());
                            if (refusal.isPresent()) return new Result(refusal.get(), true);
                        }
                        var transaction = transaction(current, succession, numbered, Optional.empty());
                        if (!replace.keepsBytes()) limit(transaction, current, quota);
                        known.ifPresent(mark -> transaction.check(mark.check(name.text())));
                        SyncMarks.written(
                                transaction,
                                name.text(),
                                Syncing.of(properties),
                                numbered.row().modifiedMicros());
                        if (numbered.row().version() == succession.number() && succession.number() != 0)
                            transaction.check(Versions.isFree(name, succession.number()));
                        var outcome = shelf.rows().commit(transaction.build());
                        var result = result(outcome, name, numbered.row());
                        if (result.isPresent()) return result.get();
                    } else {
                        try {
                            moves.finishSwitch(name.container());
                        } catch (StoreUnavailable e) {
                            return new Result(CatalogObjects.unavailable(e), true);
                        }
                    }
                }
            }
            current = Current.read(shelf.ranges(), name);
        }
        return new Result(new WriteOutcome.Unavailable("too many others write the same object"), true);
    }

    /// Whether an object of that length, of which nothing has come yet, would be too much for its container.
    boolean exceedsQuota(Current current, long bytes) {
        return exceeds(current, Quota.of(properties(current)), bytes);
    }

    /// Whether an object would be too much for its container. One that is replaced counts as long as it is
    /// there, as in Swift; in the shard of a whole container, the transaction looks once more.
    private boolean exceeds(Current current, Quota quota, long bytes) {
        if (quota.equals(Quota.NONE)) return false;
        var usage = shelf.ranges().usage(current.name().container()).usage();
        var stands = current.stored() != null;
        return quota.isExceededBy(new Usage(1, usage.objects() + (stands ? 0 : 1), usage.bytes() + bytes));
    }

    private static void limit(Transaction.Builder transaction, Current current, Quota quota) {
        if (quota.equals(Quota.NONE) || current.owner().bounds() != null) return;
        transaction
                .check(new Check.CounterAtMost(RowKeys.USAGE, RowKeys.USAGE_BYTES, quota.bytes()))
                .check(new Check.CounterAtMost(RowKeys.USAGE, RowKeys.USAGE_OBJECTS, quota.objects()));
    }

    /// Makes a version current that is not. What was current is kept if it is a version, or the container
    /// keeps them.
    WriteOutcome restore(ObjectName version) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var current = Current.read(shelf.ranges(), version.current());
            if (!current.hasContainer()) return new WriteOutcome.NoContainer();
            var wanted = Current.read(shelf.ranges(), version);
            var row = wanted.stored();
            if (row == null || row.place() == ObjectRow.Place.MARKER) return new WriteOutcome.NoSource();
            if (wanted.row().equals(current.row())) return new WriteOutcome.Stored(row.object(version.current()));
            if (isMoving(wanted) || !wanted.shard().equals(current.shard())) continue;
            var data = versions.data(wanted);
            if (data == null && row.hasDataRow()) continue;
            var replace = Plan.Replace.with(row, data);
            var succession = versions.succession(current, Versioning.of(properties(current)), shelf.nowMicros());
            var transaction = transaction(current, succession, replace, Optional.of(wanted));
            var result = result(shelf.rows().commit(transaction.build()), version.current(), row);
            if (result.isPresent()) return result.get().outcome();
        }
        return new WriteOutcome.Unavailable("too many others write the same object");
    }

    /// @param conditions on the object that stands there
    DeleteOutcome delete(ObjectName name, Preconditions conditions) {
        return delete(name, conditions, OptionalLong.empty());
    }

    /// @param sentMicros when it was deleted in a container that is synchronised with this one; nothing is changed if
    /// what happened here is as late
    DeleteOutcome delete(ObjectName name, Preconditions conditions, OptionalLong sentMicros) {
        var isVersion = name.version() > ObjectName.UNVERSIONED;
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var current = Current.read(shelf.ranges(), isVersion ? name : name.current());
            if (!current.hasContainer()) return new DeleteOutcome.NoContainer();
            var object = current.object(VersionRows.endsCount(name) ? shelf.nowSeconds() : 0);
            if (conditions.forWrite(object) == Preconditions.Verdict.FAILED)
                return new DeleteOutcome.PreconditionFailed();
            try {
                var properties = properties(current);
                var deletion = new Deletion(current, Syncing.of(properties), sentMicros);
                if (deletion.comesTooLate()) return new DeleteOutcome.PreconditionFailed();
                if (name.isCurrent() && Versioning.of(properties) == Versioning.ENABLED) {
                    var marker = markDeleted(current);
                    if (marker.isEmpty()) continue;
                    return object.<DeleteOutcome>map(was -> new DeleteOutcome.Deleted(was, marker.getAsLong()))
                            .orElse(new DeleteOutcome.Missing(marker.getAsLong()));
                }
                var archiving = archiving(current, properties);
                if (!isVersion && archiving.isPresent() && archives.isPresent()) {
                    var done = archives.get().beforeDelete(name, archiving.get(), object.isPresent());
                    if (done.isPresent()) return done.get();
                }
                if (object.isEmpty()) {
                    // Its end has come, and now it goes.
                    if (current.stored() != null && !deletion.remove()) continue;
                    if (current.stored() == null && !deletion.remember()) continue;
                    return new DeleteOutcome.Missing(ObjectName.UNVERSIONED);
                }
                var removed = isVersion ? removeForGood(current) : deletion.remove();
                if (removed) return new DeleteOutcome.Deleted(object.get(), ObjectName.UNVERSIONED);
            } catch (StoreUnavailable e) {
                return new DeleteOutcome.Unavailable(String.valueOf(e.getMessage()));
            }
        }
        return new DeleteOutcome.Unavailable("too many others write the same object");
    }

    /// The deletion of what was seen, as far as it concerns synchronisation.
    private final class Deletion {
        private final Current current;
        private final Syncing syncing;
        private final OptionalLong sentMicros;
        private final Optional<SyncMarks.Seen> known;

        Deletion(Current current, Syncing syncing, OptionalLong sentMicros) {
            this.current = current;
            this.syncing = syncing;
            this.sentMicros = sentMicros;
            this.known = sentMicros.isPresent() ? Optional.of(syncMarks.seen(current)) : Optional.empty();
        }

        /// Whether what stands there is as late.
        boolean comesTooLate() {
            return known.isPresent()
                    && current.stored() != null
                    && known.get().isAsLateAs(current, sentMicros.getAsLong());
        }

        /// @return false if something else stands there now
        boolean remove() {
            if (isMoving(current)) return false;
            var transaction = onOwner(current);
            var stored = current.stored();
            var keptAs =
                    stored == null || stored.version() == 0 ? OptionalLong.empty() : OptionalLong.of(stored.version());
            count(transaction, takeKeeping(transaction, current, keptAs));
            known.ifPresent(mark -> transaction.check(mark.check(current.name().text())));
            mark(transaction);
            return shelf.commit(transaction.build());
        }

        /// Remembers a deletion that was sent of what never came; others leave nothing (THREATS W06).
        ///
        /// @return false if something else is there now
        boolean remember() {
            if (known.isEmpty() || !syncing.receives()) return true;
            if (known.get().isMarkedAsLateAs(sentMicros.getAsLong())) return true;
            if (isMoving(current)) return false;
            var name = current.name().text();
            var transaction = onOwner(current)
                    .check(new Check.AtRevision(RowKeys.object(name), 0))
                    .check(known.get().check(name));
            current.owner().mark(transaction, name);
            mark(transaction);
            return shelf.commit(transaction.build());
        }

        private void mark(Transaction.Builder transaction) {
            var micros = sentMicros.orElseGet(() -> SyncMarks.deletedMicros(current, shelf.nowMicros()));
            SyncMarks.deleted(transaction, current.name().text(), syncing, micros);
        }
    }

    /// Keeps what stands there as a version, and another one that says that it was deleted.
    ///
    /// @return the latter's number; empty if something else stands there now
    private OptionalLong markDeleted(Current current) {
        if (isMoving(current)) return OptionalLong.empty();
        var succession = versions.succession(current, Versioning.ENABLED, shelf.nowMicros());
        var transaction = Transaction.on(current.shard()).check(Versions.isFree(current.name(), succession.number()));
        current.owner().check(transaction);
        var change = takeKeeping(transaction, current, succession.keptAs());
        change = change.plus(versions.mark(transaction, current, succession.number()));
        count(transaction, change);
        return shelf.commit(transaction.build()) ? OptionalLong.of(succession.number()) : OptionalLong.empty();
    }

    /// Removes exactly what was seen, or keeps it as the version that it is.
    ///
    /// @return false if something else stands there now
    boolean remove(Current seen) {
        return remove(List.of(seen));
    }

    /// Removes exactly what was seen under several names of one shard, all of it or nothing.
    ///
    /// @return false if something else stands under one of the names now, or their range has moved
    boolean remove(List<Current> seen) {
        if (seen.stream().anyMatch(this::isMoving)) return false;
        var transaction = onOwner(seen.getFirst());
        var change = UsageRow.ZERO;
        for (var each : seen) {
            var stored = each.stored();
            var keptAs =
                    stored == null || stored.version() == 0 ? OptionalLong.empty() : OptionalLong.of(stored.version());
            change = change.plus(takeKeeping(transaction, each, keptAs));
        }
        count(transaction, change);
        return shelf.commit(transaction.build());
    }

    /// Removes exactly what was seen, also if it is a version.
    private boolean removeForGood(Current seen) {
        if (isMoving(seen)) return false;
        var transaction = onOwner(seen);
        count(transaction, takeKeeping(transaction, seen, OptionalLong.empty()));
        return shelf.commit(transaction.build());
    }

    private static Transaction.Builder onOwner(Current seen) {
        return Transaction.on(seen.shard())
                .check(new Check.AtRevision(RowKeys.BOUNDS, seen.owner().boundsRevision()));
    }

    private boolean isMoving(Current seen) {
        if (!seen.isSealed()) return false;
        moves.finishSwitch(seen.name().container());
        return true;
    }

    /// Takes away what was seen.
    ///
    /// @param keptAs number of the version that it stays as; empty if its bytes are buried
    /// @return how the container's usage changes
    private UsageRow takeKeeping(Transaction.Builder transaction, Current seen, OptionalLong keptAs) {
        var change = take(transaction, seen);
        var stored = seen.stored();
        if (stored == null) return change;
        if (keptAs.isPresent()) return change.plus(versions.keep(transaction, seen, stored, keptAs.getAsLong()));
        shelf.bury(transaction, seen.name().text(), stored.body());
        return change;
    }

    /// Takes the rows of what was seen away.
    ///
    /// @return how the container's usage changes
    private static UsageRow take(Transaction.Builder transaction, Current seen) {
        // The data row is deleted whether it is there or not: a full store lets a transaction pass that deletes at
        // least as many rows as it writes, and burying writes two.
        var row = seen.row();
        transaction
                .check(new Check.AtRevision(RowKeys.object(row), seen.revision()))
                .delete(RowKeys.object(row))
                .delete(RowKeys.data(row));
        if (seen.owner().mark(transaction, row)) transaction.delete(RowKeys.uploads(row)); // Nothing is there.
        indexEnds(transaction, seen, null);
        return UsageRow.difference(row, seen.stored(), null);
    }

    /// @param moved the version whose rows become the object's
    private Transaction.Builder transaction(
            Current current, Succession succession, Plan.Replace replace, Optional<Current> moved) {
        var name = current.name().text();
        var before = current.stored();
        var transaction = Transaction.on(current.shard())
                .check(new Check.AtRevision(RowKeys.object(name), current.revision()))
                .put(RowKeys.object(name), replace.row().encode());
        current.owner().check(transaction);
        current.owner().mark(transaction, name);
        var change = UsageRow.difference(name, before, replace.row());
        if (!replace.keepsBytes()) {
            if (before != null && succession.keptAs().isPresent())
                change = change.plus(versions.keep(
                        transaction, current, before, succession.keptAs().getAsLong()));
            else if (before != null) shelf.bury(transaction, name, before.body());
            if (replace.dataRow() != null) transaction.put(RowKeys.data(name), replace.dataRow());
            else if (before != null && before.hasDataRow()) transaction.delete(RowKeys.data(name));
        }
        if (moved.isPresent()) change = change.plus(take(transaction, moved.get()));
        count(transaction, change);
        indexEnds(transaction, current, replace.row());
        replace.checks().forEach(transaction::check);
        replace.writes().forEach(transaction::write);
        return transaction;
    }

    /// Keeps the container's usage in step.
    private static void count(Transaction.Builder transaction, UsageRow change) {
        if (!change.isZero()) transaction.add(RowKeys.USAGE, change.toDeltas());
    }

    /// Keeps the container's index of ends in step.
    private static void indexEnds(Transaction.Builder transaction, Current current, @Nullable ObjectRow after) {
        var name = current.row();
        var before = current.stored();
        var oldEnd = before == null ? OptionalLong.empty() : before.deleteAtSeconds();
        var newEnd = after == null ? OptionalLong.empty() : after.deleteAtSeconds();
        if (oldEnd.equals(newEnd)) return;
        oldEnd.ifPresent(at -> transaction.delete(RowKeys.expiry(at, name)));
        newEnd.ifPresent(at -> transaction.put(RowKeys.expiry(at, name), MarkRow.present()));
    }

    private static Optional<Result> result(CommitOutcome outcome, ObjectName name, ObjectRow row) {
        return switch (outcome) {
            case CommitOutcome.Committed _ -> Optional.of(new Result(new WriteOutcome.Stored(row.object(name)), true));
            case CommitOutcome.CheckFailed _ -> Optional.empty();
            case CommitOutcome.Refused(var reason) ->
                Optional.of(new Result(
                        reason == CommitOutcome.Reason.FULL
                                ? new WriteOutcome.Full()
                                : new WriteOutcome.Unavailable("the metadata store is " + reason),
                        true));
            case CommitOutcome.Unknown(var cause) ->
                Optional.of(new Result(new WriteOutcome.Unavailable(cause), false));
        };
    }
}
