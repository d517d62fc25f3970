package torc.proxy.s3.chunked;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import torc.common.stream.Chunk;

/// A chunk of which several slices are given out; it is released with the last of them.
///
/// The slices may be released by different threads.
final class SharedChunk {
    private final Chunk chunk;

    /// One for the reader that still slices, one for each slice given out.
    private final AtomicInteger holders = new AtomicInteger(1);

    SharedChunk(Chunk chunk) {
        this.chunk = chunk;
    }

    /// The bytes not given out yet.
    ByteBuffer bytes() {
        return chunk.bytes();
    }

    /// Gives out the next `count` bytes.
    Chunk slice(int count) {
        var bytes = chunk.bytes();
        var slice = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        holders.incrementAndGet();
        return new Slice(this, slice);
    }

    void release() {
        if (holders.decrementAndGet() == 0) chunk.release();
    }

    private record Slice(SharedChunk shared, ByteBuffer bytes) implements Chunk {
        @Override
        public void release() {
            shared.release();
        }
    }
}
