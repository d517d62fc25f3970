package torc.common.http.server;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.common.http.BodyBroken;
import torc.common.stream.Chunk;

/// A small body that was in memory before the handler was called, whole or up to where it broke.
final class CollectedBody implements ServerBody {
    private final ByteBuffer bytes;
    private final long announced;
    private final BodyBroken.@Nullable Reason broken;
    private boolean given;

    CollectedBody(byte[] bytes, int length, long announced, BodyBroken.@Nullable Reason broken) {
        this.bytes = ByteBuffer.wrap(bytes, 0, length);
        this.announced = announced;
        this.broken = broken;
    }

    static CollectedBody empty() {
        return new CollectedBody(new byte[0], 0, 0, null);
    }

    @Override
    public OptionalLong announcedBytes() {
        return OptionalLong.of(announced);
    }

    @Override
    public @Nullable Chunk next() {
        if (!given && bytes.hasRemaining()) {
            given = true;
            return Chunk.unpooled(bytes);
        }
        if (broken != null) throw new BodyBroken(broken);
        return null;
    }

    @Override
    public void close() {
        given = true;
    }

    @Override
    public long receivedBytes() {
        return bytes.limit();
    }
}
