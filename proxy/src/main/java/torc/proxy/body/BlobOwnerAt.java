package torc.proxy.body;

import torc.objectserver.blob.BlobOwner;

/// Says who will own the blob that begins at an offset of a body.
@FunctionalInterface
public interface BlobOwnerAt {
    BlobOwner at(long bodyOffset);
}
