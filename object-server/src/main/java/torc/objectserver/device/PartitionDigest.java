package torc.objectserver.device;

/// The digest of the set of blobs that a device holds of a partition.
///
/// @param digest equal sets have equal digests, in any order of writing
public record PartitionDigest(int partition, long count, long digest) {}
