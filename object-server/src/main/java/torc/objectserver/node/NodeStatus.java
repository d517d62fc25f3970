package torc.objectserver.node;

import java.util.List;
import java.util.Optional;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.reclaim.DeadBlobSweep;
import torc.objectserver.reclaim.OrphanSweep;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.RepairQueue;

/// How a node does.
///
/// @param sharedBuffersInUse buffers of replicated writes
/// @param deadBlobs empty until the reclaimer was started
/// @param orphans empty until the reclaimer was started
public record NodeStatus(
        List<NamedDevice> devices,
        int sharedBuffersInUse,
        RepairQueue.Progress repair,
        AntiEntropy.Progress antiEntropy,
        Optional<DeadBlobSweep.Progress> deadBlobs,
        Optional<OrphanSweep.Progress> orphans) {
    public NodeStatus {
        devices = List.copyOf(devices);
    }

    /// A device and how it does.
    public record NamedDevice(String name, DeviceStatus status) {}
}
