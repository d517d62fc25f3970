package torc.proxy.body;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.rows.Body;
import torc.proxy.rows.Extent;

/// The bytes of a body, blob after blob. For one thread.
public final class BodySource implements ByteSource {
    private final BlobStore blobs;
    private final Iterator<Extent> rest;
    private @Nullable ByteSource open;

    public BodySource(BlobStore blobs, Body body) {
        this.blobs = blobs;
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
        return switch (blobs.read(extent.blob(), extent.firstByte(), extent.firstByte() + extent.bytes())) {
            case BlobReadOutcome.Opened(var source) -> source;
            case BlobReadOutcome.Missing() -> throw new BlobUnreadable(extent.blob(), "no device has it");
            case BlobReadOutcome.Unavailable(var cause) -> throw new BlobUnreadable(extent.blob(), cause);
        };
    }
}
