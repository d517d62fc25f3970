package torc.objectserver.replica;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The memory of all replicated writes: a bounded number of equal buffers outside the heap, each filled once and
/// read by several devices. Safe for many threads.
public final class SharedBuffers {
    public static final int BUFFER_BYTES = 64 << 10;

    private final int count;
    private final Semaphore permits;
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    public SharedBuffers(int count) {
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

    /// So many buffers, to be filled by the caller, each released once; null if they did not come free within
    /// the limit. All
    /// at once, for two who wait with half of what they need would wait for each other.
    public @Nullable List<Shared> take(int wanted, long limitNanos) throws InterruptedException {
        if (!permits.tryAcquire(wanted) && !permits.tryAcquire(wanted, limitNanos, TimeUnit.NANOSECONDS)) return null;
        var taken = new ArrayList<Shared>(wanted);
        for (var i = 0; i < wanted; i++) {
            var buffer = free.poll();
            if (buffer == null) buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            taken.add(new Shared(buffer.clear(), 1));
        }
        return taken;
    }

    /// How many buffers are in use now.
    public int inUse() {
        return count - permits.availablePermits();
    }

    /// One filled buffer. Each holder reads a view of its own and releases once.
    public final class Shared {
        private final ByteBuffer buffer;
        private final AtomicInteger holders;

        private Shared(ByteBuffer buffer, int holders) {
            this.buffer = buffer;
            this.holders = new AtomicInteger(holders);
        }

        /// Sets how many bytes holders see; before the buffer is handed over.
        public void limit(int bytes) {
            buffer.clear().limit(bytes);
        }

        public ByteBuffer view() {
            return buffer.duplicate();
        }

        public void release() {
            var left = holders.decrementAndGet();
            if (left < 0) throw new IllegalStateException("shared buffer released too often");
            if (left == 0) {
                free.add(buffer);
                permits.release();
            }
        }
    }
}
