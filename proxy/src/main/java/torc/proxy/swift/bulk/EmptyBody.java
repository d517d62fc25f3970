package torc.proxy.swift.bulk;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import torc.common.http.RequestBody;
import torc.common.stream.Chunk;

/// No body.
final class EmptyBody implements RequestBody {
    @Override
    public OptionalLong announcedBytes() {
        return OptionalLong.of(0);
    }

    @Override
    public @Nullable Chunk next() {
        return null;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
