package torc.ring.metadata.replicated;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import torc.ring.metadata.state.CommitFeed;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;
import torc.ring.metadata.state.StateKeys;

/// The feed of a group: its records are rows beside the others, so that every member has them, also one that got its
/// rows in a snapshot.
final class GroupFeed implements CommitFeed {
    private final Rows rows;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private long last;
    private boolean closed;

    GroupFeed(Rows rows) {
        this.rows = rows;
    }

    /// Goes on from rows that were opened anew; what they lack yet is published again.
    void restart(long sequence) {
        lock.lock();
        try {
            last = sequence;
        } finally {
            lock.unlock();
        }
    }

    void publish(long sequence) {
        lock.lock();
        try {
            last = Math.max(last, sequence);
            published.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long oldest() {
        return rows.with(state -> {
            try (var options = new ReadOptions();
                    var iterator = state.iterator(options)) {
                iterator.seek(StateKeys.recordKey(0));
                iterator.status();
                return iterator.isValid()
                        ? StateKeys.recordSequence(iterator.key()).orElse(last() + 1)
                        : last() + 1;
            } catch (RocksDBException e) {
                throw new StateBroken(e);
            }
        });
    }

    /// Entries without commits have no record, so there may be gaps.
    @Override
    public void read(long from, long to, BiPredicate<Long, ByteBuffer> reader) {
        if (from > to) return;
        rows.with(state -> {
            read(state, from, to, reader);
            return state;
        });
    }

    private static void read(State state, long from, long to, BiPredicate<Long, ByteBuffer> reader) {
        try (var options = new ReadOptions();
                var iterator = state.iterator(options)) {
            for (iterator.seek(StateKeys.recordKey(from)); iterator.isValid(); iterator.next()) {
                var sequence = StateKeys.recordSequence(iterator.key());
                if (sequence.isEmpty() || sequence.getAsLong() > to) break;
                if (!reader.test(sequence.getAsLong(), ByteBuffer.wrap(iterator.value()))) break;
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    @Override
    public long await(long sequence, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (last <= sequence && left > 0 && !closed) left = published.awaitNanos(left);
            return left;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            published.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
