package torc.tools.policies;

import java.nio.ByteBuffer;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.blob.BlobWriter;

/// Takes the bytes of a blob for which there is no store, and stores none.
record NoWriter(Id128 id, int policy) implements BlobWriter {
    @Override
    public void write(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public BlobWriteOutcome commit() {
        return new BlobWriteOutcome.Unavailable("there is no storage policy " + policy);
    }

    @Override
    public void close() {}
}
