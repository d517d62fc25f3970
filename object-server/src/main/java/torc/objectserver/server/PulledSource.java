package torc.objectserver.server;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// A source whose first chunk was pulled already, so that what is wrong with it could still become a status.
final class PulledSource implements ByteSource {
    private final ByteSource source;
    private @Nullable Chunk first;

    private PulledSource(ByteSource source, @Nullable Chunk first) {
        this.source = source;
        this.first = first;
    }

    /// Pulls the first chunk; closes the source if that fails.
    static PulledSource of(ByteSource source) {
        try {
            return new PulledSource(source, source.next());
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public @Nullable Chunk next() {
        var given = first;
        if (given == null) return source.next();
        first = null;
        return given;
    }

    @Override
    public void close() {
        if (first != null) first.release();
        first = null;
        source.close();
    }
}
