package torc.objectserver.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import torc.objectserver.device.BlobDevice;

/// The devices that a placement speaks of, for work that goes over all of them. Immutable.
///
/// @param devices at each index the device that the placement calls by it
public record DeviceMap(Placement placement, List<BlobDevice> devices) {
    public DeviceMap {
        devices = List.copyOf(devices);
    }

    /// The same devices, but no call to them is waited for longer than `limit`: it throws
    /// [torc.objectserver.device.DeviceUnavailable] then.
    ///
    /// @param threads makes the threads that the calls run on
    public DeviceMap withTimeLimit(Duration limit, ThreadFactory threads) {
        var limited = new ArrayList<BlobDevice>();
        for (var device : devices) limited.add(new LimitedDevice(device, new TimeLimit(device.name(), limit, threads)));
        return new DeviceMap(placement, limited);
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
