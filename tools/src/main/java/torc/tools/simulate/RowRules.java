package torc.tools.simulate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.ring.metadata.Check;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.Write;

/// What checks, writes and folds of the metadata store mean.
final class RowRules {
    private RowRules() {}

    static boolean holds(Check check, @Nullable Row row, List<Write> writes) {
        return switch (check) {
            case Check.Absent _ -> row == null;
            case Check.Present _ -> row != null;
            case Check.AtRevision at -> (row == null ? 0 : row.revision()) == at.revision();
            case Check.ValueEquals equals -> row != null && Arrays.equals(row.value(), equals.value());
            case Check.CounterAtMost most -> counterAfter(most.key(), most.index(), row, writes) <= most.limit();
        };
    }

    private static long counterAfter(RowKey key, int index, @Nullable Row row, List<Write> writes) {
        var value = Optional.ofNullable(row).map(Row::value);
        for (var write : writes) if (write.key().equals(key)) value = apply(write, row);
        var counters = counters(value.orElse(new byte[0]));
        return index < counters.length ? counters[index] : 0;
    }

    /// The row's value after a write.
    static Optional<byte[]> apply(Write write, @Nullable Row row) {
        return switch (write) {
            case Write.Put put -> Optional.of(put.value().clone());
            case Write.Delete _ -> Optional.empty();
            case Write.Add add -> Optional.of(sum(row == null ? new byte[0] : row.value(), add.deltas()));
        };
    }

    private static byte[] sum(byte[] value, long[] deltas) {
        var counters = counters(value);
        var sums = Arrays.copyOf(counters, Math.max(counters.length, deltas.length));
        for (int i = 0; i < deltas.length; i++) sums[i] = Math.addExact(sums[i], deltas[i]);
        var bytes = ByteBuffer.allocate(sums.length * Long.BYTES);
        bytes.asLongBuffer().put(sums);
        return bytes.array();
    }

    private static long[] counters(byte[] value) {
        var counters = new long[value.length / Long.BYTES];
        ByteBuffer.wrap(value).asLongBuffer().get(counters);
        return counters;
    }

    static ScanItem fold(Row row, Scan.Fold fold) {
        var bytes = row.key().bytes();
        var delimiter = fold.delimiter();
        for (int i = fold.prefixBytes(); i + delimiter.length <= bytes.length; i++) {
            var end = i + delimiter.length;
            if (Arrays.equals(bytes, i, end, delimiter, 0, delimiter.length))
                return new ScanItem.Folded(RowKey.of(Arrays.copyOf(bytes, end)));
        }
        return new ScanItem.Found(row);
    }
}
