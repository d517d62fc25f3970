package torc.proxy.body;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobWriter;
import torc.proxy.encryption.Binding;
import torc.proxy.encryption.BodyKey;
import torc.proxy.encryption.Encryption;
import torc.proxy.encryption.Keystream;
import torc.proxy.encryption.SealedNote;
import torc.proxy.rows.Seal;

/// Encrypts one blob on its way to its devices. For one thread.
final class BlobCipher {
    private static final int BYTES_AT_ONCE = 64 << 10;

    private final Encryption encryption;
    private final BodyKey key;
    private final Keystream keystream;
    private byte[] encrypted = {};

    private BlobCipher(Encryption encryption, BodyKey key) {
        this.encryption = encryption;
        this.key = key;
        this.keystream = key.keystream(0);
    }

    /// @return null if blobs are stored as they are
    static @Nullable BlobCipher begin(Encryption encryption) {
        return encryption.newKey().map(key -> new BlobCipher(encryption, key)).orElse(null);
    }

    /// The owner as the blob's header tells it.
    BlobOwner sealed(BlobOwner owner) {
        return SealedNote.with(encryption.seal(key, Binding.ofOwner(owner)), owner);
    }

    /// What the blob's extents are opened with.
    Seal seal(Id128 blob) {
        return encryption.seal(key, Binding.ofBlob(blob));
    }

    /// Appends all bytes, which are left as they are: their digest may be taken at the same time.
    void write(ByteBuffer bytes, BlobWriter to) {
        while (bytes.hasRemaining()) {
            var count = Math.min(bytes.remaining(), BYTES_AT_ONCE);
            if (encrypted.length < count) encrypted = new byte[count];
            bytes.get(encrypted, 0, count);
            keystream.apply(encrypted, 0, count);
            to.write(ByteBuffer.wrap(encrypted, 0, count));
        }
    }
}
