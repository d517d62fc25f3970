package torc.proxy.body;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// The bytes of a short object that lives in its row.
public final class InlineSource implements ByteSource {
    private @Nullable ByteBuffer bytes;

    /// @param bytes memory that the garbage collector looks after, and that nobody changes
    public InlineSource(ByteBuffer bytes) {
        this.bytes = bytes.hasRemaining() ? bytes : null;
    }

    @Override
    public @Nullable Chunk next() {
        if (bytes == null) return null;
        var chunk = Chunk.unpooled(bytes);
        bytes = null;
        return chunk;
    }

    @Override
    public void close() {
        bytes = null;
    }
}
