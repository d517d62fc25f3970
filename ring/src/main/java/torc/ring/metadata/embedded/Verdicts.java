package torc.ring.metadata.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.state.Batch;
import torc.ring.metadata.state.BatchCodec;
import torc.ring.metadata.state.FreeSpace;
import torc.ring.metadata.state.State;

/// Decides on transactions in their order and writes down those that commit: what is to become of each, if the record
/// becomes durable.
final class Verdicts {
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
        if (full && !FreeSpace.isFreedBy(transaction.writes())) return new CommitOutcome.Refused(Reason.FULL);
        try {
            var outcome = batch.decide(transaction);
            if (outcome instanceof CommitOutcome.Committed(long revision)
                    && !transaction.writes().isEmpty()) record(transaction, revision);
            return outcome;
        } catch (ArithmeticException e) {
            return e;
        }
    }

    private void record(Transaction transaction, long revision) {
        ensureRoom(BatchCodec.maxBytes(transaction.shard(), transaction.writes()));
        BatchCodec.encode(record, transaction.shard(), revision, transaction.writes());
        commits++;
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
