package torc.objectserver.client;

import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BlobDamaged;

/// Bytes of which the first ones are damaged already.
record DamagedSource(String device, Id128 blob, String cause) implements ByteSource {
    @Override
    public Chunk next() {
        throw new BlobDamaged(device, blob, cause);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
