package torc.objectserver.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import torc.objectserver.device.BlobDevice;

/// The devices that a placement speaks of, for work that goes over all of them. Immutable.
///
/// @param devices at each index the device that the placement calls by it
public record DeviceMap(Placement placement, List<BlobDevice> devices) {
    public DeviceMap {
        devices = List.copyOf(devices);
    }

    /// The same devices, but no call to them is waited for longer than `limit`: it throws
    /// [torc.objectserver.device.DeviceUnavailable] then. Devices whose calls end by themselves are left alone
    /// for a
    /// while after one that lasted long.
    ///
    /// @param threads makes the threads that the calls run on
    /// @param nanoTime a monotonic clock
    public DeviceMap withTimeLimit(Duration limit, ThreadFactory threads, LongSupplier nanoTime) {
        var limited = new ArrayList<BlobDevice>();
        for (var device : devices) {
            var guard = device.endsInTime()
                    ? new LeftAlone(device.name(), nanoTime)
                    : new TimeLimit(device.name(), limit, threads);
            limited.add(new LimitedDevice(device, guard));
        }
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
