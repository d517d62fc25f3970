package torc.proxy.body;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import torc.common.stream.Chunk;

/// A chunk that two threads read, the one that writes it and the one that hashes it; the last one releases it.
final class SharedChunk {
    /// No chunk: the end of a queue.
    static final SharedChunk END = new SharedChunk(Chunk.unpooled(new byte[0]));

    private final Chunk chunk;
    private final ByteBuffer view;
    private final AtomicInteger readers = new AtomicInteger(2);

    SharedChunk(Chunk chunk) {
        this.chunk = chunk;
        this.view = chunk.bytes().duplicate();
    }

    /// The hashing thread's own view of the bytes.
    ByteBuffer view() {
        return view;
    }

    void release() {
        if (readers.decrementAndGet() == 0) chunk.release();
    }
}
