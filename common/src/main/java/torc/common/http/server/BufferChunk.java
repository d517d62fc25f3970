package torc.common.http.server;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import torc.common.stream.Chunk;

/// A chunk over a buffer that Netty's pool owns.
final class BufferChunk implements Chunk {
    private final ByteBuf buffer;
    private final ByteBuffer bytes;

    BufferChunk(ByteBuf buffer) {
        this.buffer = buffer;
        // A view of its own, for the owner may move the position.
        this.bytes = buffer.nioBuffer();
    }

    @Override
    public ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void release() {
        buffer.release();
    }
}
