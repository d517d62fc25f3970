package torc.objectserver.device;

import torc.common.id.Id128;
import torc.objectserver.blob.BlobOwner;

/// What is known of a blob before its first byte.
///
/// @param partition the partition of the ring that the id falls into
/// @param maxBytes the greatest length that it may get
public record BlobHeader(Id128 id, int partition, BlobOwner owner, long maxBytes) {}
