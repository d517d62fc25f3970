package torc.ring.metadata.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.state.BatchCodec;

/// A transaction whose caller waits.
final class Pending {
    private final Transaction transaction;
    private final long bytes;
    private final Thread caller = Thread.currentThread();
    private volatile @Nullable Object answer;

    Pending(Transaction transaction) {
        this.transaction = transaction;
        this.bytes = BatchCodec.maxBytes(transaction.shard(), transaction.writes());
    }

    Transaction transaction() {
        return transaction;
    }

    /// What it takes in a record at most.
    long bytes() {
        return bytes;
    }

    void complete(CommitOutcome outcome) {
        answer(outcome);
    }

    /// Makes the caller's commit throw.
    void fail(RuntimeException failure) {
        answer(failure);
    }

    private void answer(Object given) {
        answer = given;
        LockSupport.unpark(caller);
    }

    /// Waits, whatever interrupts: what became of the transaction has to be known. Only a disk that hangs keeps it
    /// unknown.
    CommitOutcome await(Duration limit) {
        boolean interrupted = false;
        Object given;
        long left = limit.toNanos();
        for (long from = System.nanoTime(); (given = answer) == null && left > 0; ) {
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
            left = limit.toNanos() - (System.nanoTime() - from);
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (given == null) return new CommitOutcome.Unknown("the metadata log has not answered for " + limit);
        if (given instanceof RuntimeException failure) throw failure;
        return (CommitOutcome) given;
    }
}
