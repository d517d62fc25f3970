package torc.proxy.catalog;

import java.util.Optional;
import torc.common.id.Id128;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.Body;
import torc.proxy.rows.PartRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Write;

/// Makes stored bytes a part of an upload, in one transaction that also buries the part's earlier bytes.
final class PartCommit {
    private final Shelf shelf;

    PartCommit(Shelf shelf) {
        this.shelf = shelf;
    }

    /// @param certain false if it may have happened although the outcome is not [PartOutcome.Stored]
    record Result(PartOutcome outcome, boolean certain) {
        static Result refused(WriteOutcome reason) {
            return new Result(new PartOutcome.Refused(reason), true);
        }
    }

    /// @param row the part's, whose time of modification is filled in here
    /// @param beside what else the transaction writes
    Result write(ObjectName name, Id128 upload, int number, PartRow row, Optional<Write> beside, long deadlineMicros) {
        if (row.encode().length > Body.MAX_ROW_BYTES) return Result.refused(new WriteOutcome.TooLarge(row.bytes() - 1));
        for (int attempt = 0; attempt < Shelf.MAX_ATTEMPTS; attempt++) {
            var now = shelf.nowMicros();
            if (now > deadlineMicros) return Result.refused(new WriteOutcome.Unavailable("the upload took too long"));
            switch (OpenUpload.look(shelf.rows(), name, upload, number)) {
                case OpenUpload.Look.NoContainer _ -> {
                    return Result.refused(new WriteOutcome.NoContainer());
                }
                case OpenUpload.Look.NoUpload _ -> {
                    return Result.refused(new WriteOutcome.NoUpload());
                }
                case OpenUpload.Look.Found(var open) -> {
                    var result = commit(open, number, row, beside, now);
                    if (result.isPresent()) return result.get();
                }
            }
        }
        return Result.refused(new WriteOutcome.Unavailable("too many others write the same part"));
    }

    private Optional<Result> commit(OpenUpload open, int number, PartRow row, Optional<Write> beside, long now) {
        var old = open.part();
        var modified = old == null ? now : Math.max(now, old.modifiedMicros() + 1);
        var stored = new PartRow(row.bytes(), row.etag(), modified, row.attributes(), row.body());
        var upload = open.upload();
        var transaction = Transaction.on(RowKeys.shard(upload.name().container()))
                .put(RowKeys.part(upload.id(), number), stored.encode());
        open.checks().forEach(transaction::check);
        beside.ifPresent(transaction::write);
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
