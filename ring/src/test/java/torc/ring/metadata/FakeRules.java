package torc.ring.metadata;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What checks and writes mean, told as plainly as possible: the yardstick that engines are held to.
final class FakeRules {
    private FakeRules() {}

    static boolean holds(Check check, Optional<Row> row, List<Write> writes) {
        return switch (check) {
            case Check.Absent _ -> row.isEmpty();
            case Check.Present _ -> row.isPresent();
            case Check.AtRevision at -> row.map(Row::revision).orElse(0L) == at.revision();
            case Check.ValueEquals equals ->
                row.isPresent() && Arrays.equals(row.get().value(), equals.value());
            case Check.CounterAtMost atMost -> counterAfter(atMost, row, writes) <= atMost.limit();
        };
    }

    private static long counterAfter(Check.CounterAtMost check, Optional<Row> row, List<Write> writes) {
        var value = row.map(Row::value);
        for (var write : writes) if (write.key().equals(check.key())) value = apply(write, row);
        long[] counters = counters(value.orElse(new byte[0]));
        return check.index() < counters.length ? counters[check.index()] : 0;
    }

    /// The row's value after a write.
    static Optional<byte[]> apply(Write write, Optional<Row> row) {
        return switch (write) {
            case Write.Put put -> Optional.of(put.value().clone());
            case Write.Delete _ -> Optional.empty();
            case Write.Add add -> {
                long[] counters = counters(row.map(Row::value).orElse(new byte[0]));
                long[] sums = Arrays.copyOf(counters, Math.max(counters.length, add.deltas().length));
                for (int i = 0; i < add.deltas().length; i++) sums[i] = Math.addExact(sums[i], add.deltas()[i]);
                var value = ByteBuffer.allocate(sums.length * Long.BYTES);
                value.asLongBuffer().put(sums);
                yield Optional.of(value.array());
            }
        };
    }

    private static long[] counters(byte[] value) {
        if (value.length % Long.BYTES != 0) throw new ArithmeticException("the row holds no counters");
        var counters = new long[value.length / Long.BYTES];
        ByteBuffer.wrap(value).asLongBuffer().get(counters);
        return counters;
    }
}
