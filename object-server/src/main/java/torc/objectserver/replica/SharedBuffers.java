package torc.objectserver.replica;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The memory of all replicated writes: a bounded number of equal buffers outside the heap, each filled once and
/// read by several devices. Safe for many threads.
final class SharedBuffers {
    static final int BUFFER_BYTES = 64 << 10;

    private final int count;
    private final Semaphore permits;
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    SharedBuffers(int count) {
        this.count = count;
        this.permits = new Semaphore(count);
    }

    /// A buffer with a copy of as many bytes of `bytes` as fit, to be released by each of `holders`; null if none
    /// came free within the limit.
    @Nullable
    Shared copy(ByteBuffer bytes, int holders, long limitNanos) throws InterruptedException {
        if (!permits.tryAcquire() && !permits.tryAcquire(limitNanos, TimeUnit.NANOSECONDS)) return null;
        var buffer = free.poll();
        if (buffer == null) buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        var length = Math.min(bytes.remaining(), BUFFER_BYTES);
        buffer.clear().put(0, bytes, bytes.position(), length).limit(length);
        bytes.position(bytes.position() + length);
        return new Shared(buffer, holders);
    }

    /// How many buffers are in use now.
    int inUse() {
        return count - permits.availablePermits();
    }

    /// One filled buffer. Each holder reads a view of its own and releases once.
    final class Shared {
        private final ByteBuffer buffer;
        private final AtomicInteger holders;

        private Shared(ByteBuffer buffer, int holders) {
            this.buffer = buffer;
            this.holders = new AtomicInteger(holders);
        }

        ByteBuffer view() {
            return buffer.duplicate();
        }

        void release() {
            var left = holders.decrementAndGet();
            if (left < 0) throw new IllegalStateException("shared buffer released too often");
            if (left == 0) {
                free.add(buffer);
                permits.release();
            }
        }
    }
}
