package torc.objectserver.repair;

import java.util.Set;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.replica.DeviceMap;

/// What of the devices one process looks after, so that several share the work without talking about it.
public interface Share {
    /// Everything.
    Share ALL = new Share() {
        @Override
        public boolean heals(BlobDevice device) {
            return true;
        }

        @Override
        public boolean compares(DeviceMap map, int partition, long round) {
            return true;
        }
    };

    /// Whether to look into a device's quarantine.
    boolean heals(BlobDevice device);

    /// Whether to compare a partition in a round.
    boolean compares(DeviceMap map, int partition, long round);

    /// The share of a node with the devices of these names: their quarantines, and each partition of theirs in
    /// one round of
    /// as many
    /// as there are copies, each primary's node in turn. A node that is away is stood in for by the next.
    static Share of(Set<String> own) {
        return new Share() {
            @Override
            public boolean heals(BlobDevice device) {
                return own.contains(device.name());
            }

            @Override
            public boolean compares(DeviceMap map, int partition, long round) {
                var primaries = map.primaries(partition);
                return !primaries.isEmpty()
                        && own.contains(primaries
                                .get((int) ((partition + round) % primaries.size()))
                                .name());
            }
        };
    }
}
