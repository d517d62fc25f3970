package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.MarkRow;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.proxy.rows.UsageRow;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Transaction;

/// Changes what stands under a name, in one transaction: the object's row and data, the container's usage, the
/// index
/// of ends, and the burial of the bytes that were there. If somebody else was faster, it looks and plans again.
final class ObjectCommit {
    private final Shelf shelf;
    private final RangeMoves moves;

    ObjectCommit(Shelf shelf, RangeMoves moves) {
        this.shelf = shelf;
        this.moves = moves;
    }

    /// @param certain false if it may have happened although the outcome is not [WriteOutcome.Stored]
    record Result(WriteOutcome outcome, boolean certain) {}

    /// @param seen what the caller saw there before; saves a read
    /// @param deadlineMicros after this moment nothing is committed any more
    Result write(ObjectName name, Optional<Current> seen, long deadlineMicros, Plan.Planner planner) {
        var current = seen.orElseGet(() -> Current.read(shelf.ranges(), name));
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            if (!current.hasContainer()) return new Result(new WriteOutcome.NoContainer(), true);
            var now = shelf.nowMicros();
            switch (planner.plan(current, current.nextModifiedMicros(now))) {
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
                        var result = result(shelf.rows().commit(transaction(current, replace)), name, replace);
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

    /// @param conditions on the object that stands there
    DeleteOutcome delete(ObjectName name, Preconditions conditions) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var current = Current.read(shelf.ranges(), name);
            if (!current.hasContainer()) return new DeleteOutcome.NoContainer();
            var object = current.object(shelf.nowSeconds());
            if (conditions.forWrite(object) == Preconditions.Verdict.FAILED)
                return new DeleteOutcome.PreconditionFailed();
            if (object.isEmpty()) return new DeleteOutcome.Missing();
            try {
                if (remove(current)) return new DeleteOutcome.Deleted(object.get());
            } catch (StoreUnavailable e) {
                return new DeleteOutcome.Unavailable(String.valueOf(e.getMessage()));
            }
        }
        return new DeleteOutcome.Unavailable("too many others write the same object");
    }

    /// Removes exactly what was seen.
    ///
    /// @return false if something else stands there now
    boolean remove(Current seen) {
        return remove(List.of(seen));
    }

    /// Removes exactly what was seen under several names of one shard, all of it or nothing.
    ///
    /// @return false if something else stands under one of the names now, or their range has moved
    boolean remove(List<Current> seen) {
        for (var each : seen) {
            if (each.isSealed()) {
                moves.finishSwitch(each.name().container());
                return false;
            }
        }
        var first = seen.getFirst();
        var transaction = Transaction.on(first.shard())
                .check(new Check.AtRevision(RowKeys.BOUNDS, first.owner().boundsRevision()));
        var change = UsageRow.ZERO;
        for (var each : seen) {
            // The data row is deleted whether it is there or not: a full store lets a transaction pass that deletes at
            // least as many rows as it writes, and burying writes two.
            var name = each.name().text();
            transaction
                    .check(new Check.AtRevision(RowKeys.object(name), each.revision()))
                    .delete(RowKeys.object(name))
                    .delete(RowKeys.data(name));
            if (each.owner().mark(transaction, name)) transaction.delete(RowKeys.uploads(name)); // Nothing is there.
            indexEnds(transaction, each, null);
            change = change.plus(UsageRow.difference(each.stored(), null));
            if (each.stored() != null)
                shelf.bury(transaction, name, each.stored().body());
        }
        count(transaction, change);
        return shelf.commit(transaction.build());
    }

    private Transaction transaction(Current current, Plan.Replace replace) {
        var name = current.name().text();
        var before = current.stored();
        var transaction = Transaction.on(current.shard())
                .check(new Check.AtRevision(RowKeys.object(name), current.revision()))
                .put(RowKeys.object(name), replace.row().encode());
        current.owner().check(transaction);
        current.owner().mark(transaction, name);
        if (!replace.keepsBytes()) {
            if (replace.dataRow() != null) transaction.put(RowKeys.data(name), replace.dataRow());
            else if (before != null && before.hasDataRow()) transaction.delete(RowKeys.data(name));
            if (before != null) shelf.bury(transaction, name, before.body());
        }
        count(transaction, UsageRow.difference(before, replace.row()));
        indexEnds(transaction, current, replace.row());
        replace.checks().forEach(transaction::check);
        replace.writes().forEach(transaction::write);
        return transaction.build();
    }

    /// Keeps the container's usage in step.
    private static void count(Transaction.Builder transaction, UsageRow change) {
        if (!change.isZero()) transaction.add(RowKeys.USAGE, change.toDeltas());
    }

    /// Keeps the container's index of ends in step.
    private static void indexEnds(Transaction.Builder transaction, Current current, @Nullable ObjectRow after) {
        var name = current.name().text();
        var before = current.stored();
        var oldEnd = before == null ? OptionalLong.empty() : before.deleteAtSeconds();
        var newEnd = after == null ? OptionalLong.empty() : after.deleteAtSeconds();
        if (oldEnd.equals(newEnd)) return;
        oldEnd.ifPresent(at -> transaction.delete(RowKeys.expiry(at, name)));
        newEnd.ifPresent(at -> transaction.put(RowKeys.expiry(at, name), MarkRow.present()));
    }

    private static Optional<Result> result(CommitOutcome outcome, ObjectName name, Plan.Replace replace) {
        return switch (outcome) {
            case CommitOutcome.Committed _ ->
                Optional.of(new Result(new WriteOutcome.Stored(replace.row().object(name)), true));
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
