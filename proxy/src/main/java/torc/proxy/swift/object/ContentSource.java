package torc.proxy.swift.object;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.swift.content.Content;

/// One range of an object; closes the object with itself.
final class ContentSource implements ByteSource {
    private final Content object;
    private final ByteSource bytes;

    ContentSource(Content object, ByteSource bytes) {
        this.object = object;
        this.bytes = bytes;
    }

    @Override
    public @Nullable Chunk next() {
        return bytes.next();
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } finally {
            object.close();
        }
    }
}
