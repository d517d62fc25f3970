package torc.ring.metadata.embedded;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.state.CommitFeed;

/// The newest records in memory, older ones from the log, for watches.
final class Feed implements CommitFeed {
    private final MirroredLog log;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private final ArrayDeque<Published> newest = new ArrayDeque<>();
    private long bytes;
    private long last;
    private boolean closed;

    private record Published(long sequence, byte[] payload) {}

    /// @param last the newest record that the state has taken in
    Feed(MirroredLog log, long maxBytes, long last) {
        this.log = log;
        this.maxBytes = maxBytes;
        this.last = last;
    }

    void publish(long sequence, byte[] payload) {
        lock.lock();
        try {
            newest.add(new Published(sequence, payload));
            bytes += payload.length;
            while (bytes > maxBytes) bytes -= newest.remove().payload().length;
            last = sequence;
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
        return log.oldest();
    }

    @Override
    public void read(long from, long to, BiPredicate<Long, ByteBuffer> reader) {
        if (from > to) return;
        if (readFromMemory(from, to, reader)) return;
        var wantsMore = new boolean[] {true};
        log.read(from, to, (sequence, payload) -> {
            if (wantsMore[0]) wantsMore[0] = reader.test(sequence, payload);
        });
    }

    private boolean readFromMemory(long from, long to, BiPredicate<Long, ByteBuffer> reader) {
        Published[] found;
        lock.lock();
        try {
            // Marks take a sequence number and are not published, so the first one at or below `from` tells.
            if (newest.isEmpty() || newest.peekFirst().sequence() > from) return false;
            found = newest.stream()
                    .filter(each -> each.sequence() >= from && each.sequence() <= to)
                    .toArray(Published[]::new);
        } finally {
            lock.unlock();
        }
        for (var each : found) if (!reader.test(each.sequence(), ByteBuffer.wrap(each.payload()))) break;
        return true;
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
