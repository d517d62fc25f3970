package torc.common.stream;

import org.jspecify.annotations.Nullable;

/// Bytes to be pulled, chunk by chunk, by one virtual thread.
///
/// A source that cannot go on throws an unchecked exception from [#next()]: whoever was storing the
/// bytes then stores nothing, and the exception reaches the edge, which knows how to say it. Closing
/// is always allowed, also before the end, and releases everything that was not handed out.
public interface ByteSource extends AutoCloseable {
    /// The next chunk, never empty, whose ownership passes to the caller; null once all bytes were given.
    /// May block until bytes arrive, within the deadline of whoever feeds it.
    @Nullable
    Chunk next();

    @Override
    void close();

    /// A source of exactly these bytes.
    static ByteSource of(byte[] bytes) {
        return new SingleChunkSource(bytes.length == 0 ? null : Chunk.unpooled(bytes));
    }

    /// A source without bytes.
    static ByteSource empty() {
        return new SingleChunkSource(null);
    }
}
