package torc.proxy.catalog;

import torc.proxy.objects.StoreUnavailable;
import torc.proxy.rows.IncomingRow;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Transaction;

/// The transactions by which a range arrives at its target. Each is on the condition that nobody else has made
/// one since
/// the source was read for it. For one thread.
final class Arrival {
    private final Shelf shelf;
    private final RangeView view;
    private IncomingRow incoming;
    private long revision;

    Arrival(Shelf shelf, RangeView view, IncomingRow incoming) {
        this.shelf = shelf;
        this.view = view;
        this.incoming = incoming;
        this.revision = Ranges.revision(view.incomingRow());
    }

    Transaction.Builder transaction() {
        return Transaction.on(view.target());
    }

    /// Commits, and stays at the same place.
    boolean commit(Transaction.Builder transaction) {
        return commit(transaction, incoming);
    }

    /// @return false if somebody else was faster; then nothing of it has happened
    boolean commit(Transaction.Builder transaction, IncomingRow next) {
        transaction.check(new Check.AtRevision(RowKeys.INCOMING, revision)).put(RowKeys.INCOMING, next.encode());
        return switch (shelf.rows().commit(transaction.build())) {
            case CommitOutcome.Committed(var committed) -> {
                revision = committed;
                incoming = next;
                yield true;
            }
            case CommitOutcome.CheckFailed _ -> false;
            case CommitOutcome.Refused(var reason) ->
                throw new StoreUnavailable("the metadata store is " + reason, reason == CommitOutcome.Reason.FULL);
            case CommitOutcome.Unknown(var cause) -> throw new StoreUnavailable(cause, false);
        };
    }
}
