package torc.objectserver.repair;

import java.util.Collection;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.replica.DeviceMap;

/// Finds the blobs that want healing in a partition whose devices do not all hold the same.
@FunctionalInterface
public interface Difference {
    /// @param asked the devices that answer
    /// @param mayLetGo whether what other devices hold may go now
    /// @param wanting is told of each such blob
    void find(DeviceMap map, int partition, Collection<BlobDevice> asked, boolean mayLetGo, Wanting wanting)
            throws InterruptedException;

    /// Whether to look at every blob in this round, also where the digests agree.
    default boolean looksAnyway(long round) {
        return false;
    }

    /// Is told of a blob.
    @FunctionalInterface
    interface Wanting {
        void heal(Id128 blob) throws InterruptedException;
    }

    /// Of blobs that are kept as whole copies: one that a primary lacks, or that another device holds besides
    /// them.
    static Difference ofCopies() {
        return (map, partition, asked, mayLetGo, wanting) -> {
            var primaries = map.primaries(partition);
            var answering = primaries.stream().filter(asked::contains).toList();
            var union = new PartitionUnion(partition, asked);
            for (var held = union.next(); held.isPresent(); held = union.next()) {
                var holders = held.get().holders();
                // A stray can go only when all primaries answer; until then it would be looked at in vain.
                var isStray = mayLetGo && answering.size() == primaries.size() && !primaries.containsAll(holders);
                if (isStray || !holders.containsAll(answering))
                    wanting.heal(held.get().blob().id());
            }
        };
    }
}
