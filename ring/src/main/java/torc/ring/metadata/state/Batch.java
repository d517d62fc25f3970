package torc.ring.metadata.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Write;

/// Transactions taken in one after another: each sees what those before it in the batch changed, though none of it is
/// durable or in the state yet.
public final class Batch {
    private final State state;
    private final Map<Key, Optional<byte[]>> changed = new HashMap<>();
    private final Map<Integer, Long> revisions = new HashMap<>();

    public Batch(State state) {
        this.state = state;
    }

    /// A key of the state, compared by its bytes.
    private record Key(byte[] bytes, int hash) {
        Key(byte[] bytes) {
            this(bytes, Arrays.hashCode(bytes));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// Decides on a transaction and, if it commits, takes its writes in.
    ///
    /// @return `Committed` or `CheckFailed`
    /// @throws ArithmeticException if an addition cannot be done; nothing is taken in then
    public CommitOutcome decide(Transaction transaction) {
        var failure = firstFailure(transaction.shard(), transaction.checks(), transaction.writes());
        if (failure.isPresent()) return failure.get();
        if (transaction.writes().isEmpty())
            return new CommitOutcome.Committed(revision(StateKeys.shardNumber(transaction.shard())));
        return new CommitOutcome.Committed(apply(transaction.shard(), transaction.writes()));
    }

    /// The first check that does not hold, and the row that it looked at.
    private Optional<CommitOutcome> firstFailure(ShardKey shard, List<Check> checks, List<Write> writes) {
        if (checks.isEmpty()) return Optional.empty();
        var prefix = StateKeys.prefix(shard);
        for (var check : checks) {
            var stored = stored(new Key(StateKeys.rowKey(prefix, check.key())));
            if (!holds(check, stored, writes))
                return Optional.of(new CommitOutcome.CheckFailed(
                        check, Optional.ofNullable(stored).map(bytes -> StateRow.decode(check.key(), bytes))));
        }
        return Optional.empty();
    }

    private static boolean holds(Check check, byte @Nullable [] stored, List<Write> writes) {
        return switch (check) {
            case Check.Absent _ -> stored == null;
            case Check.Present _ -> stored != null;
            case Check.AtRevision at -> (stored == null ? 0 : StateRow.revision(stored)) == at.revision();
            case Check.ValueEquals equals ->
                stored != null
                        && Arrays.equals(stored, Long.BYTES, stored.length, equals.value(), 0, equals.value().length);
            case Check.CounterAtMost atMost -> counterAfter(atMost, stored, writes) <= atMost.limit();
        };
    }

    private static long counterAfter(Check.CounterAtMost check, byte @Nullable [] stored, List<Write> writes) {
        for (var write : writes) {
            if (!write.key().equals(check.key())) continue;
            var value = valueAfter(write, stored);
            return Counters.at(value == null ? null : StateRow.encode(0, value), check.index());
        }
        return Counters.at(stored, check.index());
    }

    private static byte @Nullable [] valueAfter(Write write, byte @Nullable [] stored) {
        return switch (write) {
            case Write.Put put -> put.value();
            case Write.Delete _ -> null;
            case Write.Add add -> Counters.add(stored, add);
        };
    }

    /// Takes writes in and gives the revision that they make.
    ///
    /// @throws ArithmeticException if an addition cannot be done; nothing is taken in then
    public long apply(ShardKey shard, List<Write> writes) {
        int number = StateKeys.shardNumber(shard);
        long revision = revision(number) + 1;
        var prefix = StateKeys.prefix(shard);
        var keys = new Key[writes.size()];
        var values = new byte @Nullable [writes.size()][];
        for (int i = 0; i < keys.length; i++) {
            var write = writes.get(i);
            keys[i] = new Key(StateKeys.rowKey(prefix, write.key()));
            var value = valueAfter(write, write instanceof Write.Add ? stored(keys[i]) : null);
            values[i] = value == null ? null : StateRow.encode(revision, value);
        }
        for (int i = 0; i < keys.length; i++) changed.put(keys[i], Optional.ofNullable(values[i]));
        revisions.put(number, revision);
        return revision;
    }

    /// Puts a row of the engine's own beside the transactions' rows.
    public void putOwn(byte[] key, byte[] value) {
        changed.put(new Key(key), Optional.of(value));
    }

    /// Removes a row of the engine's own.
    public void deleteOwn(byte[] key) {
        changed.put(new Key(key), Optional.empty());
    }

    private byte @Nullable [] stored(Key key) {
        var inBatch = changed.get(key);
        return inBatch == null ? state.get(key.bytes()) : inBatch.orElse(null);
    }

    public long revision(int shardNumber) {
        return revisions.computeIfAbsent(shardNumber, state::revision);
    }

    public boolean isEmpty() {
        return changed.isEmpty();
    }

    /// Puts all that was taken in into the state, at once.
    ///
    /// @param sequence of the log record that holds it
    public void writeTo(State target, long sequence) {
        try (var batch = new WriteBatch()) {
            for (var change : changed.entrySet()) {
                var value = change.getValue();
                if (value.isPresent()) batch.put(change.getKey().bytes(), value.get());
                else batch.delete(change.getKey().bytes());
            }
            for (var revision : revisions.entrySet())
                batch.put(StateKeys.revisionKey(revision.getKey()), bytes(revision.getValue()));
            batch.put(StateKeys.APPLIED, bytes(sequence));
            target.write(batch);
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
