package torc.ring.builder;

/// How well the replicas of a partition are spread over the tiers, as a cost: 0 if every tier holds at
/// least and at most what the plan says. Tells what a move or a swap would do to it. Touches no memory but
/// the table's and its own.
final class Spread {
    /// Two replicas of a partition on one device are one replica.
    private static final int TWICE_ON_A_DEVICE = 10_000;

    /// More than the plan allows in a tier: one failure takes more replicas than it needs to.
    static final int TOO_MANY = 100;

    /// Fewer than the plan asks for in a tier: in itself harmless, but then some other tier has more than
    /// its average.
    private static final int TOO_FEW = 1;

    private final Table table;
    private final int[][] paths;
    private final int[] least;
    private final int[] most;
    private final int[] lowestCost = new int[TierTree.LEVELS + 1];

    Spread(Table table, TierTree tree, ReplicaPlan plan) {
        this.table = table;
        this.paths = tree.paths();
        this.least = new int[tree.size()];
        this.most = new int[tree.size()];
        var mayBeShort = new boolean[TierTree.LEVELS];
        for (var node = 0; node < tree.size(); node++) {
            least[node] = plan.least(node);
            most[node] = plan.most(node);
            if (node != TierTree.ROOT && least[node] > 0) mayBeShort[tree.level(node) - 1] = true;
        }
        for (var level = TierTree.LEVELS - 1; level >= 0; level--)
            lowestCost[level] = lowestCost[level + 1] + (mayBeShort[level] ? 0 : 1);
    }

    int deviceOf(int partition, int replica) {
        return table.get(partition, replica);
    }

    /// The tier of a device at a level, 0 for regions.
    int tierOf(int level, int deviceId) {
        return paths[level][deviceId];
    }

    /// What the cost of a partition becomes greater by (or less, if negative) when a replica goes to a
    /// device.
    int change(int partition, int replica, int toDevice) {
        var fromDevice = table.get(partition, replica);
        var change = 0;
        for (var level = 0; level < TierTree.LEVELS; level++) {
            var path = paths[level];
            var to = path[toDevice];
            var from = fromDevice == Table.NOBODY ? -1 : path[fromDevice];
            if (to == from) continue;
            int inTo = 0, inFrom = 0;
            for (int each = 0, count = table.replicasOf(partition); each < count; each++) {
                var device = table.get(partition, each);
                if (device == Table.NOBODY) continue;
                if (path[device] == to) inTo++;
                if (path[device] == from) inFrom++;
            }
            change += cost(level, to, inTo + 1) - cost(level, to, inTo);
            if (from >= 0) change += cost(level, from, inFrom - 1) - cost(level, from, inFrom);
        }
        return change;
    }

    /// Whether a replica stands in a tier that holds more replicas of its partition than the plan allows.
    boolean crowded(int partition, int replica) {
        var fromDevice = table.get(partition, replica);
        if (fromDevice == Table.NOBODY) return false;
        for (var level = 0; level < TierTree.LEVELS; level++) {
            var path = paths[level];
            var count = 0;
            for (int each = 0, replicas = table.replicasOf(partition); each < replicas; each++) {
                var device = table.get(partition, each);
                if (device != Table.NOBODY && path[device] == path[fromDevice]) count++;
            }
            if (count > most[path[fromDevice]]) return true;
        }
        return false;
    }

    /// Whether another replica of the partition stands on the same device.
    boolean sharesDevice(int partition, int replica) {
        for (int each = 0, count = table.replicasOf(partition); each < count; each++)
            if (each != replica && table.get(partition, each) == table.get(partition, replica)) return true;
        return false;
    }

    /// What it costs, at one level, to place a replica in a tier while the partition's other replicas stay
    /// where they are. Never negative: 0 where the tier is short of a replica, 1 where it may have one
    /// more, much where it is full.
    ///
    /// @param level 0 for regions, 3 for devices
    int placing(int partition, int replica, int level, int node) {
        var path = paths[level];
        var others = 0;
        for (int each = 0, count = table.replicasOf(partition); each < count; each++) {
            var device = table.get(partition, each);
            if (each != replica && device != Table.NOBODY && path[device] == node) others++;
        }
        return 1 + cost(level, node, others + 1) - cost(level, node, others);
    }

    /// What it costs in all that a replica stands where it does, or would stand on a device.
    int placing(int partition, int replica, int deviceId) {
        var cost = 0;
        for (var level = 0; level < TierTree.LEVELS; level++)
            cost += placing(partition, replica, level, paths[level][deviceId]);
        return cost;
    }

    /// No device can cost less than this at this level and those below it.
    int lowestCostBelow(int level) {
        return lowestCost[level];
    }

    private int cost(int level, int node, int count) {
        if (count > most[node])
            return (count - most[node]) * (level == TierTree.LEVELS - 1 && count > 1 ? TWICE_ON_A_DEVICE : TOO_MANY);
        return count < least[node] ? (least[node] - count) * TOO_FEW : 0;
    }
}
