package torc.ring.builder;

/// Finds the best device for one replica of a partition: first the one that leaves the partition best
/// spread, and among equals, tier by tier, the one that wants most. Goes down the tree, and back up only
/// where a lower cost may be left.
final class TargetSearch {
    /// No device was found.
    static final int NONE = -1;

    /// Which devices will do.
    enum Among {
        /// All of them.
        ALL,
        /// Those that want replicas.
        WANTING,
        /// Those that want replicas, where the move brings every tier between closer to its quota: what is
        /// too much in one zone does not go to another that has too much itself, while a third goes
        /// without.
        NEEDY
    }

    private final TierTree tree;
    private final Spread spread;
    private final Wanted wanted;
    private final int[][] children;

    private int partition;
    private int replica;
    private Among among = Among.ALL;
    private int fromDevice;
    private int firstLevelToLeave;
    private int foundDevice;
    private int foundCost;

    TargetSearch(TierTree tree, Spread spread, Wanted wanted) {
        this.tree = tree;
        this.spread = spread;
        this.wanted = wanted;
        this.children = new int[tree.size()][];
        for (var node = 0; node < children.length; node++)
            children[node] = tree.children(node).stream()
                    .filter(child -> tree.weightedDevices(child) > 0)
                    .mapToInt(child -> child)
                    .toArray();
    }

    /// The best device whose cost is less than `limit`, or [#NONE].
    ///
    /// @param limit what placing the replica costs, as [Spread#placing] tells it
    int find(Among devices, int forPartition, int forReplica, int limit) {
        partition = forPartition;
        replica = forReplica;
        among = devices;
        fromDevice = spread.deviceOf(partition, replica);
        firstLevelToLeave = firstLevelToLeave();
        foundDevice = NONE;
        foundCost = limit;
        descend(TierTree.ROOT, 0, 0);
        return foundDevice;
    }

    /// The highest level at which the replica's own tier, and all below it, have too many.
    private int firstLevelToLeave() {
        if (fromDevice == Table.NOBODY) return 0;
        var level = TierTree.LEVELS;
        while (level > 0 && wanted.netOf(spread.tierOf(level - 1, fromDevice)) < 0) level--;
        return level;
    }

    /// The cost of the device that was found last.
    int cost() {
        return foundCost;
    }

    private void descend(int node, int level, int cost) {
        if (level == TierTree.LEVELS) {
            if (cost < foundCost) {
                foundCost = cost;
                foundDevice = tree.device(node).id();
            }
            return;
        }
        var best = mostPromising(node, level);
        if (best < 0) return;
        visit(best, level, cost);
        for (var child : children[node]) {
            if (cost + spread.lowestCostBelow(level) >= foundCost) return;
            if (child != best) visit(child, level, cost);
        }
    }

    private void visit(int child, int level, int cost) {
        if (!willDo(child, level)) return;
        var reached = cost + spread.placing(partition, replica, level, child);
        if (reached + spread.lowestCostBelow(level + 1) < foundCost) descend(child, level + 1, reached);
    }

    private int mostPromising(int node, int level) {
        var best = NONE;
        var bestCost = Integer.MAX_VALUE;
        var bestWanted = Integer.MIN_VALUE;
        for (var child : children[node]) {
            var wants = wanted.of(child);
            if (!willDo(child, level)) continue;
            var cost = spread.placing(partition, replica, level, child);
            if (cost < bestCost || (cost == bestCost && wants > bestWanted)) {
                best = child;
                bestCost = cost;
                bestWanted = wants;
            }
        }
        return best;
    }

    private boolean willDo(int child, int level) {
        if (among == Among.ALL) return true;
        if (wanted.of(child) <= 0) return false;
        if (among == Among.WANTING) return true;
        if (fromDevice != Table.NOBODY && spread.tierOf(level, fromDevice) == child) return true;
        return level >= firstLevelToLeave && wanted.netOf(child) > 0;
    }
}
