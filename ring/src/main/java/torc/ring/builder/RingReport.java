package torc.ring.builder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import torc.ring.placement.Device;

/// Measures a ring: how far its devices are from the partitions that their weights ask for, and how many
/// replicas share a failure domain that they need not share. The measures are defined as Swift defines
/// them, over all partitions.
public final class RingReport {
    /// The balance of a device that should be empty and is not: as bad as can be.
    public static final double MAX_BALANCE = 999.99;

    private final Collection<Device> devices;
    private final Table table;
    private final double replicas;
    private final boolean assigned;
    private final int[] partitionsOf;
    private final double partitionsPerWeight;

    RingReport(List<Device> devices, Table table, double replicas, boolean assigned) {
        this.devices = devices;
        this.table = table;
        this.replicas = replicas;
        this.assigned = assigned;
        var bound = devices.stream().mapToInt(Device::id).max().orElse(-1) + 1;
        this.partitionsOf = table.countByDevice(bound);
        var weight = devices.stream().mapToDouble(Device::weight).sum();
        this.partitionsPerWeight = weight == 0 ? 0 : table.partitions() * replicas / weight;
    }

    /// Partition replicas on a device.
    public int partitions(Device device) {
        return partitionsOf[device.id()];
    }

    /// By how many percent a device holds more than its weight asks for, or less if negative.
    public double balance(Device device) {
        if (device.weight() == 0) return partitions(device) > 0 ? MAX_BALANCE : 0;
        return 100.0 * partitions(device) / (device.weight() * partitionsPerWeight) - 100;
    }

    /// The balance of the device that is farthest off, without its sign.
    public double balance() {
        return devices.stream()
                .mapToDouble(device -> Math.abs(balance(device)))
                .max()
                .orElse(0);
    }

    /// The percentage of replicas that share a tier with more replicas of their partition than an even
    /// split allows, each counted once, at the tier where it is worst.
    public double dispersion() {
        if (!assigned) return 0;
        var tree = new TierTree(devices);
        var allowed = allowed(tree);
        var atRisk = 0L;
        var counts = new int[tree.size()];
        for (var partition = 0; partition < table.partitions(); partition++) {
            var worst = 0;
            for (var path : tree.paths()) {
                var surplus = 0;
                for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
                    var node = path[table.get(partition, replica)];
                    if (++counts[node] > allowed[node]) surplus++;
                }
                for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++)
                    counts[path[table.get(partition, replica)]] = 0;
                worst = Math.max(worst, surplus);
            }
            atRisk += worst;
        }
        return 100.0 * atRisk / (table.partitions() * replicas);
    }

    /// How the partitions are spread over each tier, in the order of the tiers' names.
    public List<TierSpread> tiers() {
        var tree = new TierTree(devices);
        var allowed = allowed(tree);
        var histogram = new int[tree.size()][(int) Math.ceil(replicas) + 1];
        for (var partition = 0; partition < table.partitions(); partition++) {
            var inTier = new HashMap<Integer, Integer>();
            for (var path : tree.paths())
                for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++)
                    inTier.merge(path[table.get(partition, replica)], 1, Integer::sum);
            inTier.forEach((node, count) -> histogram[node][count]++);
        }
        var tiers = new ArrayList<TierSpread>();
        for (var node = 1; node < tree.size(); node++) {
            var placed = 0;
            var touched = 0;
            var atRisk = 0;
            for (var count = 1; count < histogram[node].length; count++) {
                placed += histogram[node][count] * count;
                touched += histogram[node][count];
                atRisk += histogram[node][count] * Math.max(0, count - allowed[node]);
            }
            histogram[node][0] = table.partitions() - touched;
            if (placed > 0)
                tiers.add(new TierSpread(
                        name(tree, node), placed, 100.0 * atRisk / placed, allowed[node], histogram[node].clone()));
        }
        return tiers;
    }

    /// How the partitions are spread over one tier.
    ///
    /// @param placed partition replicas in the tier
    /// @param dispersion percentage of them that are more than the tier should hold of their partition
    /// @param partitionsByReplicas at index n the partitions with n replicas in the tier
    public record TierSpread(
            String name, int placed, double dispersion, int mostReplicas, int[] partitionsByReplicas) {}

    /// How many replicas of a partition a tier holds at most if each level is split evenly, weights aside.
    private int[] allowed(TierTree tree) {
        var share = new double[tree.size()];
        if (share.length > 0) share[TierTree.ROOT] = replicas;
        for (var node = 0; node < share.length; node++) {
            var siblings = tree.weightedChildren(node);
            for (var child : tree.children(node)) {
                if (tree.weightedDevices(child) == 0) continue;
                share[child] = Math.ceil(share[node] / siblings - Apportionment.EPSILON);
                if (tree.level(child) == TierTree.LEVELS) share[child] = Math.min(1, share[child]);
            }
        }
        var allowed = new int[share.length];
        for (var node = 0; node < allowed.length; node++) allowed[node] = (int) share[node];
        return allowed;
    }

    private static String name(TierTree tree, int node) {
        var device = tree.device(node);
        return switch (tree.level(node)) {
            case 1 -> "r" + device.region();
            case 2 -> "r" + device.region() + "z" + device.zone();
            case 3 -> "r" + device.region() + "z" + device.zone() + "-" + device.ip();
            default -> "r" + device.region() + "z" + device.zone() + "-" + device.ip() + "/" + device.name();
        };
    }

    /// Partitions of which any of these devices holds a replica, with the count of those replicas.
    public Map<Integer, Integer> partitionsOn(Collection<Device> chosen) {
        var ids = new HashSet<Integer>();
        for (var device : chosen) ids.add(device.id());
        var found = new HashMap<Integer, Integer>();
        if (!assigned) return found;
        for (var partition = 0; partition < table.partitions(); partition++)
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++)
                if (ids.contains(table.get(partition, replica))) found.merge(partition, 1, Integer::sum);
        return found;
    }

    /// What is wrong with the ring, or nothing: every replica has a device, and no partition two on one
    /// device.
    public List<String> faults() {
        if (!assigned) return List.of("no partition is assigned; did you forget to rebalance?");
        var faults = new ArrayList<String>();
        var present = new HashSet<Integer>();
        for (var device : devices) present.add(device.id());
        for (var partition = 0; partition < table.partitions() && faults.size() < 10; partition++) {
            var seen = new HashSet<Integer>();
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
                var id = table.get(partition, replica);
                if (!present.contains(id))
                    faults.add("Partition " + partition + ", replica " + replica + " was not allocated to a device.");
                else if (!seen.add(id))
                    faults.add("The partition " + partition + " has been assigned to duplicate devices " + id);
            }
        }
        return faults;
    }
}
