package torc.proxy.body;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.encryption.Keystream;

/// The bytes of an encrypted source as they were. For one thread.
final class DecryptingSource implements ByteSource {
    private final ByteSource encrypted;
    private final Keystream keystream;

    /// @param keystream from where the source begins
    DecryptingSource(ByteSource encrypted, Keystream keystream) {
        this.encrypted = encrypted;
        this.keystream = keystream;
    }

    @Override
    public @Nullable Chunk next() {
        var chunk = encrypted.next();
        if (chunk == null) return null;
        // A copy, as others may read the same memory.
        var bytes = new byte[chunk.bytes().remaining()];
        chunk.bytes().get(bytes);
        chunk.release();
        keystream.apply(bytes, 0, bytes.length);
        return Chunk.unpooled(bytes);
    }

    @Override
    public void close() {
        encrypted.close();
    }
}
