package torc.objectserver.device;

import java.util.List;
import java.util.Optional;
import torc.common.id.Id128;

/// One device's blobs. Safe for many threads; blocking; a device's own bounds on memory and concurrency
/// apply.
public interface BlobDevice extends AutoCloseable {
    /// The device's name in the ring.
    String name();

    /// Sets space aside for a blob of at most `header.maxBytes()` bytes and begins it. A blob whose copy
    /// here is in quarantine may be begun again: the commit puts the new copy in the place of the damaged
    /// one, and only then is the damaged one dropped.
    BeginOutcome begin(BlobHeader header);

    /// Opens a range of a blob; `endByte` is exclusive and cut to the blob's end.
    DeviceReadOutcome read(Id128 blob, long firstByte, long endByte);

    /// The header of a sound blob with its final length.
    Optional<StoredBlob> head(Id128 blob);

    /// Records durably that a blob is gone. Deleting a blob that is not there leaves nothing behind.
    DeviceDeleteOutcome delete(Id128 blob);

    /// Lets this copy go, sound or in quarantine, because the blob has all its copies on other devices. The
    /// device remembers nothing of it: the blob is not deleted, may be begun here again, and its copy may even
    /// come back by itself after a crash, for nothing is synced.
    DeviceDeleteOutcome drop(Id128 blob);

    /// Deletes that the device remembers in a partition, with ids above `after`, in order of id, at most
    /// `limit`. Other devices learn from it what they missed; a device may forget a delete once its
    /// tombstone is old enough.
    List<Id128> deletions(int partition, Optional<Id128> after, int limit);

    /// Blobs whose copy here was found damaged and is not yet replaced, with ids above `after`, in order of
    /// id, at most `limit`.
    List<Id128> quarantined(Optional<Id128> after, int limit);

    /// Digests of the sets of sound blobs of partitions `firstPartition` (inclusive) to `endPartition`
    /// (exclusive), empty ones left out, in order. Two devices with equal digests of a partition hold the
    /// same blobs.
    List<PartitionDigest> digests(int firstPartition, int endPartition);

    /// The sound blobs of a partition with ids above `after`, in order of id, at most `limit`.
    List<StoredBlob> list(int partition, Optional<Id128> after, int limit);

    /// Whether each call ends by itself within some seconds, whatever the device does. A disk's do not.
    default boolean endsInTime() {
        return false;
    }

    /// All that the device knows of one blob, which is of this partition.
    default CopyStanding standing(int partition, Id128 blob) {
        return CopyStanding.asked(this, partition, blob);
    }

    /// Reads the device's copy of a blob where it is, all of it.
    default CopyChecksum checksum(Id128 blob) {
        return CopyChecksum.read(this, blob);
    }

    /// How full it is and how it does.
    DeviceStatus status();

    @Override
    void close();
}
