package torc.objectserver.repair;

import java.util.Map;
import java.util.Set;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.replica.DeviceMap;

/// What of the devices one process looks after, so that several share the work without talking about it.
public interface Share {
    /// See [#of].
    int TURNS = 4;

    /// Everything.
    Share ALL = new Share() {
        @Override
        public boolean heals(BlobDevice device) {
            return true;
        }

        @Override
        public boolean compares(DeviceMap map, int partition, long round, Map<BlobDevice, Long> held) {
            return true;
        }
    };

    /// Whether to look into a device's quarantine.
    boolean heals(BlobDevice device);

    /// Whether to compare a partition whose devices differ, in a round.
    ///
    /// @param held how many blobs of it each primary that answered holds
    boolean compares(DeviceMap map, int partition, long round, Map<BlobDevice, Long> held);

    /// The share of a node with the devices of these names: their quarantines, and each partition of which one of
    /// them holds least, since whoever lacks blobs had best fetch them; where several hold as little, each of them
    /// in another round. In one round of [#TURNS] the primaries take turns whatever they hold, so that a node
    /// that answers and yet fetches nothing is stood in for.
    static Share of(Set<String> own) {
        return new Share() {
            @Override
            public boolean heals(BlobDevice device) {
                return own.contains(device.name());
            }

            @Override
            public boolean compares(DeviceMap map, int partition, long round, Map<BlobDevice, Long> held) {
                var primaries = map.primaries(partition);
                if (primaries.isEmpty()) return false;
                var first = (int) ((partition + round) % primaries.size());
                var chosen = primaries.get(first);
                if (round % TURNS == TURNS - 1) return own.contains(chosen.name());
                for (int i = 0; i < primaries.size(); i++) {
                    var next = primaries.get((first + i) % primaries.size());
                    var least = held.getOrDefault(chosen, Long.MAX_VALUE);
                    if (held.getOrDefault(next, Long.MAX_VALUE) < least) chosen = next;
                }
                return own.contains(chosen.name());
            }
        };
    }
}
