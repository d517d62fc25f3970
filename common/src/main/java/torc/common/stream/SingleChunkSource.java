package torc.common.stream;

import org.jspecify.annotations.Nullable;

/// A source of at most one chunk.
final class SingleChunkSource implements ByteSource {
    private @Nullable Chunk chunk;

    SingleChunkSource(@Nullable Chunk chunk) {
        this.chunk = chunk;
    }

    @Override
    public @Nullable Chunk next() {
        var given = chunk;
        chunk = null;
        return given;
    }

    @Override
    public void close() {
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }
}
