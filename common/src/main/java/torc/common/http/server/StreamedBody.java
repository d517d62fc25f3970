package torc.common.http.server;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import torc.common.http.BodyBroken;
import torc.common.stream.Chunk;

/// A body on its way from the event loop to the virtual thread that pulls it.
///
/// The queue is bounded: beyond [#HIGH_BYTES] the connection stops reading, below [#LOW_BYTES] it goes on. The
/// lock is held for a few instructions only, never over I/O.
final class StreamedBody implements ServerBody {
    /// Twice the largest read from a socket, so that reading and storing overlap.
    static final int HIGH_BYTES = 512 << 10;

    static final int LOW_BYTES = 256 << 10;
    /// Bounds what is spent on bodies in tiny chunks.
    private static final int HIGH_COUNT = 1024;

    private final Connection connection;
    private final long announced;
    private final HttpLimits limits;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    private int queuedBytes;
    private long receivedBytes;
    private boolean paused;
    private boolean ended;
    private boolean closed;
    private BodyBroken.@Nullable Reason broken;

    // Of the virtual thread alone.
    private boolean asked;
    private long waitedNanos;
    private long givenBytes;

    StreamedBody(Connection connection, long announced, HttpLimits limits) {
        this.connection = connection;
        this.announced = announced;
        this.limits = limits;
    }

    @Override
    public OptionalLong announcedBytes() {
        return announced < 0 ? OptionalLong.empty() : OptionalLong.of(announced);
    }

    /// Takes a buffer over from the event loop; true if the loop should stop reading.
    boolean consume(ByteBuf bytes) {
        lock.lock();
        try {
            receivedBytes += bytes.readableBytes();
            if (closed || broken != null) {
                bytes.release();
                return false;
            }
            queue.add(bytes);
            queuedBytes += bytes.readableBytes();
            changed.signal();
            if (queuedBytes < HIGH_BYTES && queue.size() < HIGH_COUNT) return false;
            paused = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// All bytes have come.
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// No more bytes will come, and the body is not whole. What came before can still be pulled.
    void fail(BodyBroken.Reason reason) {
        lock.lock();
        try {
            if (ended || broken != null) return;
            broken = reason;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Chunk next() {
        if (!asked) {
            asked = true;
            connection.bodyWanted();
        }
        ByteBuf taken;
        boolean resume;
        lock.lock();
        try {
            if (queue.isEmpty()) awaitBytes();
            var first = queue.poll();
            if (first == null) {
                if (closed) throw new IllegalStateException("the body is closed");
                if (broken != null) throw new BodyBroken(broken);
                return null;
            }
            taken = first;
            queuedBytes -= taken.readableBytes();
            givenBytes += taken.readableBytes();
            resume = paused && queuedBytes <= LOW_BYTES && queue.size() < HIGH_COUNT / 2;
            if (resume) paused = false;
        } finally {
            lock.unlock();
        }
        if (resume) connection.resumeReading();
        return new BufferChunk(taken);
    }

    private void awaitBytes() {
        long left = limits.bodyTimeout().toNanos();
        while (queue.isEmpty() && !ended && broken == null && !closed) {
            if (left <= 0 || isTooSlow()) {
                broken = BodyBroken.Reason.STALLED;
                return;
            }
            var before = left;
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                broken = BodyBroken.Reason.DISCONNECTED;
                return;
            }
            waitedNanos += before - left;
        }
    }

    private boolean isTooSlow() {
        if (waitedNanos < limits.bodyTimeout().toNanos() / 3) return false;
        return givenBytes < limits.minBodyBytesPerSecond() * (waitedNanos / 1_000_000_000L);
    }

    @Override
    public void close() {
        boolean resume;
        lock.lock();
        try {
            closed = true;
            queue.forEach(ByteBuf::release);
            queue.clear();
            queuedBytes = 0;
            resume = paused;
            paused = false;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (resume) connection.resumeReading();
    }

    @Override
    public long receivedBytes() {
        lock.lock();
        try {
            return receivedBytes;
        } finally {
            lock.unlock();
        }
    }
}
