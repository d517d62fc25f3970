package torc.proxy.body;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// Bytes of which the first chunk has been read already, so that what cannot be read at all is known while another
/// status can still be answered. For one thread.
public final class BegunSource implements ByteSource {
    private final ByteSource rest;
    private @Nullable Chunk first;

    private BegunSource(ByteSource rest, @Nullable Chunk first) {
        this.rest = rest;
        this.first = first;
    }

    /// Takes over the source: if its first chunk cannot be read, it is closed and the exception goes on.
    public static ByteSource begin(ByteSource source) {
        var begun = false;
        try {
            var result = new BegunSource(source, source.next());
            begun = true;
            return result;
        } finally {
            if (!begun) source.close();
        }
    }

    @Override
    public @Nullable Chunk next() {
        var chunk = first;
        if (chunk == null) return rest.next();
        first = null;
        return chunk;
    }

    @Override
    public void close() {
        var unread = first;
        first = null;
        try {
            if (unread != null) unread.release();
        } finally {
            rest.close();
        }
    }
}
