package torc.objectserver.device;

import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;

/// One device's blobs. Safe for many threads; blocking; a device's own bounds on memory and concurrency apply.
public interface BlobDevice extends AutoCloseable {
    /// The device's name in the ring.
    String name();

    /// Sets space aside for a blob of at most `header.maxBytes()` bytes and begins it.
    BeginOutcome begin(BlobHeader header);

    /// Opens a range of a blob; `endByte` is exclusive and cut to the blob's end.
    DeviceReadOutcome read(Id128 blob, long firstByte, long endByte);

    /// The header of a blob with its final length.
    Optional<StoredBlob> head(Id128 blob);

    /// Records durably that a blob is gone. Deleting a blob that is not there leaves nothing behind.
    DeviceDeleteOutcome delete(Id128 blob);

    /// Digests of the blob sets of partitions `firstPartition` (inclusive) to `endPartition` (exclusive), empty ones
    /// left out, in order. Two devices with equal digests of a partition hold the same blobs.
    List<PartitionDigest> digests(int firstPartition, int endPartition);

    /// The blobs of a partition with ids above `after`, in order of id, at most `limit`.
    List<StoredBlob> list(int partition, Optional<Id128> after, int limit);

    /// How full it is and how it does.
    DeviceStatus status();

    @Override
    void close();
}
