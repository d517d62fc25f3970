package torc.objectserver.blob;

import torc.common.id.Id128;

/// Writes, reads and deletes blobs on the devices that the ring names. Safe for many threads; blocking.
public interface BlobStore {
    /// Greatest size of one blob, in bytes.
    long MAX_BLOB_BYTES = 64L << 20;

    /// Begins a blob of at most `maxBytes` bytes under a new id. Space for `maxBytes` is set aside on the
    /// devices until
    /// the writer ends, so announce what is known.
    BlobWriter create(BlobOwner owner, long maxBytes);

    /// As above, in a storage policy, which the id tells. A store of one policy keeps all in that one.
    ///
    /// @param policy its number
    default BlobWriter create(int policy, BlobOwner owner, long maxBytes) {
        return create(owner, maxBytes);
    }

    /// Opens bytes `firstByte` (inclusive) to `endByte` (exclusive) of a blob.
    BlobReadOutcome read(Id128 blob, long firstByte, long endByte);

    /// Removes every copy of a blob; a device that cannot be reached is remembered and asked again. Idempotent.
    ///
    /// @return whether the delete is durable on all devices that hold the blob
    boolean delete(Id128 blob);
}
