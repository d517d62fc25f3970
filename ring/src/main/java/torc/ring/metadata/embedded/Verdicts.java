package torc.ring.metadata.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Write;
import torc.ring.metadata.state.Batch;
import torc.ring.metadata.state.BatchCodec;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateKeys;

/// Decides on transactions in their order and writes down those that commit: what is to become of each, if the record
/// becomes durable.
final class Verdicts {
    /// Puts of a transaction that frees space are at most this large.
    private static final int SMALL_BYTES = 16 << 10;

    private final Batch batch;
    private final boolean full;
    private final List<Pending> asked = new ArrayList<>();
    private final List<Object> answers = new ArrayList<>();
    private ByteBuffer record;
    private int commits;

    /// @param record where the commits are written, grown if need be
    /// @param full whether only transactions that free space may pass
    Verdicts(State state, ByteBuffer record, boolean full) {
        this.batch = new Batch(state);
        this.record = record.clear().position(MirroredLog.headerBytes());
        this.full = full;
    }

    void decide(Pending pending) {
        asked.add(pending);
        answers.add(verdict(pending.transaction()));
    }

    private Object verdict(Transaction transaction) {
        if (full && !freesSpace(transaction.writes())) return new CommitOutcome.Refused(Reason.FULL);
        try {
            var failure = batch.firstFailure(transaction.shard(), transaction.checks(), transaction.writes());
            if (failure.isPresent())
                return new CommitOutcome.CheckFailed(
                        failure.get().check(), failure.get().current());
            if (transaction.writes().isEmpty())
                return new CommitOutcome.Committed(batch.revision(StateKeys.shardNumber(transaction.shard())));
            return commit(transaction);
        } catch (ArithmeticException e) {
            return e;
        }
    }

    /// Whether a transaction leaves less behind than it found: it may then use the reserve.
    static boolean freesSpace(List<Write> writes) {
        int deletes = 0;
        int puts = 0;
        long bytes = 0;
        for (var write : writes) {
            switch (write) {
                case Write.Delete _ -> deletes++;
                case Write.Put put -> {
                    puts++;
                    bytes += put.value().length;
                }
                case Write.Add _ -> {}
            }
        }
        return deletes > 0 && puts <= deletes && bytes <= SMALL_BYTES;
    }

    private CommitOutcome commit(Transaction transaction) {
        long revision = batch.apply(transaction.shard(), transaction.writes());
        ensureRoom(BatchCodec.maxBytes(transaction.shard(), transaction.writes()));
        BatchCodec.encode(record, transaction.shard(), revision, transaction.writes());
        commits++;
        return new CommitOutcome.Committed(revision);
    }

    private void ensureRoom(long bytes) {
        long needed = MirroredLog.storedBytes(Math.toIntExact(record.position() + bytes));
        if (needed <= record.capacity()) return;
        var larger = ByteBuffer.allocateDirect(Math.toIntExact(Math.max(needed, 2L * record.capacity())));
        record = larger.put(record.flip());
    }

    /// Whether nothing has to become durable for the answers to hold.
    boolean isEmpty() {
        return commits == 0;
    }

    Batch batch() {
        return batch;
    }

    int payloadBytes() {
        return record.position() - MirroredLog.headerBytes();
    }

    /// The record, with zeros behind it up to what the log stores.
    ByteBuffer sealed() {
        int end = record.position();
        int stored = (int) MirroredLog.storedBytes(payloadBytes());
        for (int i = end; i < stored; i++) record.put(i, (byte) 0);
        return record;
    }

    /// A copy of the payload.
    byte[] payload() {
        var bytes = new byte[payloadBytes()];
        record.get(MirroredLog.headerBytes(), bytes);
        return bytes;
    }

    /// Tells all callers what was decided.
    void announce() {
        for (int i = 0; i < asked.size(); i++) {
            if (answers.get(i) instanceof RuntimeException failure) asked.get(i).fail(failure);
            else asked.get(i).complete((CommitOutcome) answers.get(i));
        }
    }

    /// Tells the callers whose transactions would have committed one thing, the others, whose answers rested on
    /// those, another.
    void announceInstead(CommitOutcome committed, CommitOutcome others) {
        for (int i = 0; i < asked.size(); i++)
            asked.get(i).complete(answers.get(i) instanceof CommitOutcome.Committed ? committed : others);
    }

    /// The buffer, when it is no longer needed.
    ByteBuffer usedRecord() {
        return record;
    }
}
