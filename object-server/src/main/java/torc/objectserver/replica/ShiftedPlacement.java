package torc.objectserver.replica;

import java.util.PrimitiveIterator;
import torc.common.id.Id128;

/// A placement whose partitions have numbers from another one than 0 on, so that rings of several storage
/// policies
/// share devices and each finds its own blobs there.
public record ShiftedPlacement(Placement placement, int firstPartition) implements Placement {
    /// As many partitions as one policy may have.
    private static final int STRIDE = 1 << 20;

    public ShiftedPlacement {
        if (firstPartition < 0 || firstPartition % STRIDE != 0)
            throw new IllegalArgumentException("first partition " + firstPartition);
        if (placement.partitions() > STRIDE)
            throw new IllegalArgumentException("a ring of a policy has at most " + STRIDE + " partitions");
    }

    /// The placement as the policy of this number keeps it on devices.
    public static Placement ofPolicy(int policy, Placement placement) {
        return policy == 0 ? placement : new ShiftedPlacement(placement, policy * STRIDE);
    }

    @Override
    public int partition(Id128 blob) {
        return firstPartition + placement.partition(blob);
    }

    @Override
    public int partitions() {
        return placement.partitions();
    }

    @Override
    public int replicas() {
        return placement.replicas();
    }

    @Override
    public int primary(int partition, int replica) {
        return placement.primary(partition - firstPartition, replica);
    }

    @Override
    public PrimitiveIterator.OfInt handoffs(int partition) {
        return placement.handoffs(partition - firstPartition);
    }
}
