package torc.proxy.body;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// A source of which a beginning was already read. Closing it leaves the rest to its owner.
final class RejoinedSource implements ByteSource {
    private final ByteSource rest;
    private byte @Nullable [] head;
    private @Nullable Chunk chunk;

    RejoinedSource(byte[] head, Chunk chunk, ByteSource rest) {
        this.head = head.length == 0 ? null : head;
        this.chunk = chunk;
        this.rest = rest;
    }

    @Override
    public @Nullable Chunk next() {
        if (head != null) {
            var first = Chunk.unpooled(head);
            head = null;
            return first;
        }
        if (chunk != null) {
            var second = chunk;
            chunk = null;
            return second;
        }
        return rest.next();
    }

    @Override
    public void close() {
        if (chunk != null) chunk.release();
        chunk = null;
    }
}
