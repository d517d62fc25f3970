package torc.ring.metadata;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Checks and writes on the rows of one shard key, which happen together or not at all.
/// A key is written at most once in a transaction. One without writes answers whether its checks hold and makes no
/// revision.
public record Transaction(ShardKey shard, List<Check> checks, List<Write> writes) {
    /// Greatest number of checks and of writes.
    public static final int MAX_OPERATIONS = 20_000;

    /// Greatest sum of the sizes of all keys and values, in bytes.
    public static final int MAX_BYTES = 16 << 20;

    public Transaction {
        checks = List.copyOf(checks);
        writes = List.copyOf(writes);
        if (checks.size() > MAX_OPERATIONS || writes.size() > MAX_OPERATIONS)
            throw new IllegalArgumentException("a transaction has at most " + MAX_OPERATIONS + " checks and writes");
        if (bytes(checks, writes) > MAX_BYTES)
            throw new IllegalArgumentException("a transaction has at most " + MAX_BYTES + " bytes");
        requireDistinct(writes);
    }

    private static long bytes(List<Check> checks, List<Write> writes) {
        long sum = 0;
        for (var check : checks)
            sum += check.key().length() + (check instanceof Check.ValueEquals equals ? equals.value().length : 0);
        for (var write : writes) {
            sum += write.key().length();
            sum += switch (write) {
                case Write.Put put -> put.value().length;
                case Write.Delete _ -> 0;
                case Write.Add add -> (long) add.deltas().length * Long.BYTES;
            };
        }
        return sum;
    }

    private static void requireDistinct(List<Write> writes) {
        if (writes.size() < 2) return;
        var seen = HashSet.<RowKey>newHashSet(writes.size());
        for (var write : writes)
            if (!seen.add(write.key())) throw new IllegalArgumentException("written twice: row " + write.key());
    }

    public static Builder on(ShardKey shard) {
        return new Builder(shard);
    }

    /// Collects checks and writes. Not safe for many threads.
    public static final class Builder {
        private final ShardKey shard;
        private final List<Check> checks = new ArrayList<>();
        private final List<Write> writes = new ArrayList<>();

        private Builder(ShardKey shard) {
            this.shard = shard;
        }

        public Builder check(Check check) {
            checks.add(check);
            return this;
        }

        public Builder write(Write write) {
            writes.add(write);
            return this;
        }

        public Builder put(RowKey key, byte[] value) {
            return write(new Write.Put(key, value));
        }

        public Builder delete(RowKey key) {
            return write(new Write.Delete(key));
        }

        public Builder add(RowKey key, long... deltas) {
            return write(new Write.Add(key, deltas));
        }

        public Transaction build() {
            return new Transaction(shard, checks, writes);
        }
    }
}
