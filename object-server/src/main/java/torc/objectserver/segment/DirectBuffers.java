package torc.objectserver.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import torc.common.stream.Chunk;
import torc.objectserver.disk.DiskFile;

/// Direct buffers that are used again and again, in a few sizes, at addresses that direct writes want. Safe for many
/// threads.
///
/// How many are out at once is bounded by the device's bound on writers and readers; the pool bounds what is kept.
final class DirectBuffers {
    /// A record's head and table of checksums fit beside 8, 64 and 256 KiB of data.
    private static final int[] SIZES = {20 << 10, 80 << 10, 272 << 10};

    /// Bytes kept of each size.
    private static final int KEPT_BYTES = 16 << 20;

    private final ArrayBlockingQueue<ByteBuffer>[] free = queues();
    private final AtomicLong out = new AtomicLong();

    /// An empty buffer of at least `bytes` bytes.
    ByteBuffer take(int bytes) {
        out.incrementAndGet();
        for (var i = 0; i < SIZES.length; i++) {
            if (bytes > SIZES[i]) continue;
            var buffer = free[i].poll();
            return buffer != null ? buffer.clear() : allocate(SIZES[i]);
        }
        return allocate(bytes);
    }

    private static ByteBuffer allocate(int bytes) {
        var alignment = DiskFile.DIRECT_ALIGNMENT;
        return ByteBuffer.allocateDirect(bytes + alignment)
                .alignedSlice(alignment)
                .slice(0, bytes);
    }

    void giveBack(ByteBuffer buffer) {
        out.decrementAndGet();
        for (var i = 0; i < SIZES.length; i++)
            if (buffer.capacity() == SIZES[i]) free[i].offer(buffer.order(ByteOrder.BIG_ENDIAN));
    }

    /// A chunk of `buffer[from, to)`, whose release gives the whole buffer back.
    Chunk chunk(ByteBuffer buffer, int from, int to) {
        return new PooledChunk(this, buffer, buffer.slice(from, to - from));
    }

    /// Buffers taken and not given back.
    long outstanding() {
        return out.get();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no generic arrays.
    private static ArrayBlockingQueue<ByteBuffer>[] queues() {
        ArrayBlockingQueue[] queues = new ArrayBlockingQueue[SIZES.length];
        for (var i = 0; i < SIZES.length; i++) queues[i] = new ArrayBlockingQueue<ByteBuffer>(KEPT_BYTES / SIZES[i]);
        return queues;
    }

    private static final class PooledChunk implements Chunk {
        private final DirectBuffers pool;
        private final ByteBuffer whole;
        private final ByteBuffer bytes;
        private boolean released;

        PooledChunk(DirectBuffers pool, ByteBuffer whole, ByteBuffer bytes) {
            this.pool = pool;
            this.whole = whole;
            this.bytes = bytes;
        }

        @Override
        public ByteBuffer bytes() {
            return bytes;
        }

        @Override
        public void release() {
            if (released) throw new IllegalStateException("the chunk was released before");
            released = true;
            pool.giveBack(whole);
        }
    }
}
