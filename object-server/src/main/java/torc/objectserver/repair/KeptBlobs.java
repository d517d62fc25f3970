package torc.objectserver.repair;

import torc.objectserver.replica.DeviceMap;

/// The devices of one ring, and how they keep its blobs.
///
/// @param inFragments whether each primary keeps a fragment of its own of every blob; else each keeps a whole
/// copy
public record KeptBlobs(DeviceMap map, boolean inFragments) {
    public int firstPartition() {
        return map.placement().firstPartition();
    }

    public int endPartition() {
        return firstPartition() + map.placement().partitions();
    }
}
