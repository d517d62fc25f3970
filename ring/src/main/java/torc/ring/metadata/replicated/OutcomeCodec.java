package torc.ring.metadata.replicated;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Row;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.state.BatchCodec;

/// What became of the transactions of an entry, on its way from the member that applied it to the one that proposed it.
/// An outcome is a `CommitOutcome`, or an `ArithmeticException` that the commit is to throw.
final class OutcomeCodec {
    private static final byte COMMITTED = 1;
    private static final byte FAILED_ABSENT = 2;
    private static final byte FAILED_PRESENT = 3;
    private static final byte ARITHMETIC = 4;
    private static final byte UNKNOWN = 5;

    private OutcomeCodec() {}

    /// @param transactions that the outcomes belong to, in the same order
    static byte[] encode(List<Transaction> transactions, List<Object> outcomes) {
        int bytes = 0;
        for (var outcome : outcomes) bytes += maxBytes(outcome);
        var out = ByteBuffer.allocate(bytes);
        for (int i = 0; i < outcomes.size(); i++) encode(out, transactions.get(i), outcomes.get(i));
        var exact = new byte[out.position()];
        out.flip().get(exact);
        return exact;
    }

    private static int maxBytes(Object outcome) {
        int fixed = 1 + 2 * Integer.BYTES + Long.BYTES;
        return switch (outcome) {
            case CommitOutcome.CheckFailed failed ->
                fixed + failed.current().map(row -> row.value().length).orElse(0);
            case CommitOutcome.Unknown unknown -> fixed + 3 * unknown.cause().length();
            case ArithmeticException thrown ->
                fixed + 3 * String.valueOf(thrown.getMessage()).length();
            default -> fixed;
        };
    }

    private static void encode(ByteBuffer out, Transaction transaction, Object outcome) {
        switch (outcome) {
            case CommitOutcome.Committed(long revision) -> out.put(COMMITTED).putLong(revision);
            case CommitOutcome.CheckFailed failed -> encode(out, transaction, failed);
            case CommitOutcome.Unknown(String cause) -> encode(out.put(UNKNOWN), cause);
            case ArithmeticException thrown -> encode(out.put(ARITHMETIC), String.valueOf(thrown.getMessage()));
            default -> throw new IllegalArgumentException("no outcome of an entry: " + outcome);
        }
    }

    private static void encode(ByteBuffer out, Transaction transaction, CommitOutcome.CheckFailed failed) {
        int index = transaction.checks().indexOf(failed.check());
        if (failed.current().isEmpty()) {
            out.put(FAILED_ABSENT).putInt(index);
            return;
        }
        var row = failed.current().get();
        out.put(FAILED_PRESENT)
                .putInt(index)
                .putLong(row.revision())
                .putInt(row.value().length)
                .put(row.value());
    }

    private static void encode(ByteBuffer out, String text) {
        var bytes = text.getBytes(UTF_8);
        out.putInt(bytes.length).put(bytes);
    }

    static List<Object> decode(List<Transaction> transactions, ByteBuffer in) {
        var outcomes = new ArrayList<>();
        for (var transaction : transactions) outcomes.add(outcome(transaction, in));
        return outcomes;
    }

    private static Object outcome(Transaction transaction, ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case COMMITTED -> new CommitOutcome.Committed(in.getLong());
            case FAILED_ABSENT ->
                new CommitOutcome.CheckFailed(transaction.checks().get(in.getInt()), Optional.empty());
            case FAILED_PRESENT -> {
                var check = transaction.checks().get(in.getInt());
                long revision = in.getLong();
                var row = new Row(check.key(), BatchCodec.bytes(in, in.getInt()), revision);
                yield new CommitOutcome.CheckFailed(check, Optional.of(row));
            }
            case ARITHMETIC -> new ArithmeticException(text(in));
            case UNKNOWN -> new CommitOutcome.Unknown(text(in));
            default -> throw new IllegalStateException("an outcome of kind " + kind);
        };
    }

    private static String text(ByteBuffer in) {
        return new String(BatchCodec.bytes(in, in.getInt()), UTF_8);
    }
}
