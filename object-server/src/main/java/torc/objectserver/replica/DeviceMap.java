package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.List;
import torc.objectserver.device.BlobDevice;

/// The devices that a placement speaks of, for work that goes over all of them. Immutable.
///
/// @param devices at each index the device that the placement calls by it
public record DeviceMap(Placement placement, List<BlobDevice> devices) {
    public DeviceMap {
        devices = List.copyOf(devices);
    }

    /// The devices that should hold a partition's blobs.
    public List<BlobDevice> primaries(int partition) {
        var found = new ArrayList<BlobDevice>(placement.replicas());
        for (int replica = 0; replica < placement.replicas(); replica++) {
            var index = placement.primary(partition, replica);
            if (index >= 0) found.add(devices.get(index));
        }
        return found;
    }
}
