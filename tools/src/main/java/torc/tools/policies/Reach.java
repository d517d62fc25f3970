package torc.tools.policies;

import java.util.function.Function;
import torc.objectserver.replica.PlacedDevice;
import torc.ring.placement.Device;

/// How a process reaches the devices that rings name.
@FunctionalInterface
public interface Reach {
    /// As things are now: the same device is the same object as long as nothing about it has changed.
    Function<Device, PlacedDevice> now();
}
