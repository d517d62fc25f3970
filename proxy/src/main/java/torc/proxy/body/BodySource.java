package torc.proxy.body;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.encryption.Binding;
import torc.proxy.encryption.Encryption;
import torc.proxy.encryption.SealBroken;
import torc.proxy.rows.Body;
import torc.proxy.rows.Extent;

/// The bytes of a body, blob after blob. For one thread.
public final class BodySource implements ByteSource {
    private final BlobStore blobs;
    private final Encryption encryption;
    private final Iterator<Extent> rest;
    private @Nullable ByteSource open;

    /// @param encryption opens what is encrypted
    public BodySource(BlobStore blobs, Encryption encryption, Body body) {
        this.blobs = blobs;
        this.encryption = encryption;
        this.rest = body.extents().iterator();
    }

    @Override
    public @Nullable Chunk next() {
        while (true) {
            if (open != null) {
                var chunk = open.next();
                if (chunk != null) return chunk;
                close();
            }
            if (!rest.hasNext()) return null;
            open = open(rest.next());
        }
    }

    @Override
    public void close() {
        if (open != null) {
            var source = open;
            open = null;
            source.close();
        }
    }

    private ByteSource open(Extent extent) {
        if (extent.seal().isEmpty()) return stored(extent);
        try {
            var key = encryption.open(extent.seal().get(), Binding.ofBlob(extent.blob()));
            return new DecryptingSource(stored(extent), key.keystream(extent.firstByte()));
        } catch (SealBroken broken) {
            throw new BlobUnreadable(extent.blob(), String.valueOf(broken.getMessage()));
        }
    }

    private ByteSource stored(Extent extent) {
        return switch (blobs.read(extent.blob(), extent.firstByte(), extent.firstByte() + extent.bytes())) {
            case BlobReadOutcome.Opened(var source) -> source;
            case BlobReadOutcome.Missing() -> throw new BlobUnreadable(extent.blob(), "no device has it");
            case BlobReadOutcome.Unavailable(var cause) -> throw new BlobUnreadable(extent.blob(), cause);
        };
    }
}
