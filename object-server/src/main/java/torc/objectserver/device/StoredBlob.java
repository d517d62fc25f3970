package torc.objectserver.device;

import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;

/// A durable blob on a device.
///
/// @param bytes its length
public record StoredBlob(Id128 id, int partition, BlobOwner owner, long bytes) {}
