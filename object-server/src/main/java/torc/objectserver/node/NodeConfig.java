package torc.objectserver.node;

import java.nio.file.Path;
import java.time.Duration;
import torc.common.id.Id128;
import torc.objectserver.reclaim.ReclaimLimits;
import torc.objectserver.replica.ReplicaLimits;

/// What an operator may set for a node of local devices.
///
/// @param data the folder under which the device folders lie
/// @param cluster the cluster that the data folder belongs to; devices of another one are refused
/// @param devices how many devices there are
/// @param replicas how many copies of each blob there are, on as many devices
/// @param repairBytesPerSecond the most that repair reads and writes
/// @param repairDelay between the discovery of a blob that wants repair and its repair
/// @param antiEntropyRest between two comparisons of all devices
/// @param deadBlobsPerSecond the most blobs that the reclaimer deletes
/// @param deadBlobsRest between two looks into the queue of the dead
/// @param orphansPerSecond the most blobs that the orphan sweep looks at
/// @param orphansRest between two sweeps
public record NodeConfig(
        Path data,
        Id128 cluster,
        int devices,
        int replicas,
        ReplicaLimits replicaLimits,
        ReclaimLimits reclaimLimits,
        long repairBytesPerSecond,
        Duration repairDelay,
        Duration antiEntropyRest,
        long deadBlobsPerSecond,
        Duration deadBlobsRest,
        long orphansPerSecond,
        Duration orphansRest) {
    /// A ring of local devices has 2^10 partitions: enough for 100 devices at better than 10 % balance.
    static final int PART_POWER = 10;

    static final int MOST_DEVICES = 100;

    /// @throws NodeRefused if the numbers do not fit together
    public NodeConfig {
        if (devices < 1 || devices > MOST_DEVICES)
            throw new NodeRefused("a node has 1 to " + MOST_DEVICES + " devices, not " + devices);
        if (replicas < 1 || replicas > devices)
            throw new NodeRefused(replicas + " replicas need at least as many devices; there are " + devices
                    + " (raise --devices or lower --replicas)");
    }

    public static NodeConfig of(Path data, Id128 cluster, int devices, int replicas) {
        return new NodeConfig(
                data,
                cluster,
                devices,
                replicas,
                ReplicaLimits.standard(),
                ReclaimLimits.standard(),
                64L << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                2_000,
                Duration.ofSeconds(5),
                2_000,
                Duration.ofMinutes(10));
    }
}
