package torc.ring.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// Makes rings.
public final class RingBuilder {
    private RingBuilder() {}

    /// A balanced ring of these devices, for those that need nothing but one.
    ///
    /// @param devices with distinct ids, small ones
    /// @param replicas at least 1; may be fractional
    /// @param seed the same devices and seed make the same ring
    /// @throws RingRefused if there are fewer devices with a weight than replicas
    public static Ring build(List<Device> devices, int partPower, double replicas, long seed) {
        var tree = new TierTree(devices);
        if (tree.isEmpty() || tree.weightedDevices(TierTree.ROOT) < replicas)
            throw new RingRefused("Replica count of " + replicas + " requires more than "
                    + (tree.isEmpty() ? 0 : tree.weightedDevices(TierTree.ROOT)) + " devices");
        var plan = new ReplicaPlan(tree, replicas, 0);
        var table = Table.empty(partPower, replicas);
        var quotas = plan.quotas(table.slots(), table.partitions(), new int[tree.size()]);
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        new FirstAssignment(table, new Spread(table, tree, plan), random).assign(tree, quotas);
        var byId = new ArrayList<@Nullable Device>();
        for (var device : devices) {
            while (byId.size() <= device.id()) byId.add(null);
            byId.set(device.id(), device);
        }
        return table.ring(byId, 1, OptionalInt.empty());
    }
}
