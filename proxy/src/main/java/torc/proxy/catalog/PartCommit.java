package torc.proxy.catalog;

import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.Body;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Write;

/// Makes stored bytes a part of an upload, in one transaction that also buries the part's earlier bytes.
final class PartCommit {
    private final Shelf shelf;
    private final RangeMoves moves;

    PartCommit(Shelf shelf, RangeMoves moves) {
        this.shelf = shelf;
        this.moves = moves;
    }

    /// What to store, seen in which shard. May be asked several times.
    interface Placing {
        /// Empty if nothing shall be stored there.
        Optional<Placed> in(ShardKey shard);
    }

    /// @param row the part's, whose time of modification is filled in here
    /// @param beside what else the transaction writes
    record Placed(PartRow row, List<Write> beside) {}

    /// @param certain false if it may have happened although the outcome is not [PartOutcome.Stored]
    record Result(PartOutcome outcome, boolean certain) {
        static Result refused(WriteOutcome reason) {
            return new Result(new PartOutcome.Refused(reason), true);
        }
    }

    Result write(ObjectName name, Id128 upload, int number, long deadlineMicros, Placing placing) {
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var now = shelf.nowMicros();
            if (now > deadlineMicros) return Result.refused(new WriteOutcome.Unavailable("the upload took too long"));
            switch (OpenUpload.look(shelf.ranges(), name, upload, number)) {
                case OpenUpload.Look.NoContainer _ -> {
                    return Result.refused(new WriteOutcome.NoContainer());
                }
                case OpenUpload.Look.NoUpload _ -> {
                    return Result.refused(new WriteOutcome.NoUpload());
                }
                case OpenUpload.Look.Found(var open) -> {
                    if (open.isSealed()) {
                        moves.finishSwitch(name.container());
                        continue;
                    }
                    var placed = placing.in(open.owner().shard());
                    if (placed.isEmpty()) return Result.refused(new WriteOutcome.Unavailable("the range has moved"));
                    var row = placed.get().row();
                    if (row.encode().length > Body.MAX_ROW_BYTES)
                        return Result.refused(new WriteOutcome.TooLarge(row.bytes() - 1));
                    var result = commit(open, number, row, placed.get().beside(), now);
                    if (result.isPresent()) return result.get();
                }
            }
        }
        return Result.refused(new WriteOutcome.Unavailable("too many others write the same part"));
    }

    private Optional<Result> commit(OpenUpload open, int number, PartRow row, List<Write> beside, long now) {
        var old = open.part();
        var modified = old == null ? now : Math.max(now, old.modifiedMicros() + 1);
        var stored = new PartRow(row.bytes(), row.etag(), modified, row.attributes(), row.body());
        var upload = open.upload();
        var transaction = open.transaction().put(RowKeys.part(upload.id(), number), stored.encode());
        beside.forEach(transaction::write);
        if (old != null) shelf.bury(transaction, upload.name().text(), old.body());
        return switch (shelf.rows().commit(transaction.build())) {
            case CommitOutcome.Committed _ ->
                Optional.of(new Result(new PartOutcome.Stored(CatalogUploads.part(number, stored)), true));
            case CommitOutcome.CheckFailed _ -> Optional.empty();
            case CommitOutcome.Refused(var reason) ->
                Optional.of(Result.refused(
                        reason == CommitOutcome.Reason.FULL
                                ? new WriteOutcome.Full()
                                : new WriteOutcome.Unavailable("the metadata store is " + reason)));
            case CommitOutcome.Unknown(var cause) ->
                Optional.of(new Result(new PartOutcome.Refused(new WriteOutcome.Unavailable(cause)), false));
        };
    }
}
