package torc.ring.builder;

import java.util.Arrays;

/// How many replicas of a partition each tier should hold, on average and at least and at most.
///
/// Three answers are weighed. *By weight*, each device holds replicas in proportion to its weight, but
/// never more than one. *Wanted*, the replicas are spread over as unlike tiers as there are: weights count
/// only as far as they leave every tier within an even split, rounded. The *target* lies between: it leaves
/// the weights no farther than the overload allows.
final class ReplicaPlan {
    private final TierTree tree;
    private final double[] byWeight;
    private final double[] target;
    private final double requiredOverload;

    /// @param tree the devices that may hold replicas, those that are to be emptied with weight 0
    /// @param overload the greatest share by which a device may hold more than its weight says
    ReplicaPlan(TierTree tree, double replicas, double overload) {
        this.tree = tree;
        this.byWeight = byWeight(tree, replicas);
        var wanted = new double[tree.size()];
        spread(tree, byWeight, evenSplit(tree, replicas), wanted, TierTree.ROOT, replicas);
        this.requiredOverload = requiredOverload(tree, byWeight, wanted);
        this.target = new double[tree.size()];
        var share = requiredOverload <= 1e-10 ? 1 : Math.min(overload, requiredOverload) / requiredOverload;
        for (var node = 0; node < target.length; node++)
            target[node] = byWeight[node] + (wanted[node] - byWeight[node]) * share;
    }

    /// Replicas of a partition that the tier holds on average.
    double target(int node) {
        return target[node];
    }

    /// Replicas of a partition that the tier would hold on average if weights alone counted.
    double byWeight(int node) {
        return byWeight[node];
    }

    /// Replicas of any partition that the tier should hold at least.
    int least(int node) {
        return (int) Math.floor(target[node] + Apportionment.EPSILON);
    }

    /// Replicas of any partition that the tier should hold at most.
    int most(int node) {
        return (int) Math.ceil(target[node] - Apportionment.EPSILON);
    }

    /// The overload that spreads replicas as far as the devices allow.
    double requiredOverload() {
        return requiredOverload;
    }

    /// Partition replicas that each tier should hold, whole numbers that add up at every level.
    ///
    /// @param total partition replicas in the ring
    /// @param held partition replicas that each tier holds now
    int[] quotas(int total, int partitions, int[] held) {
        var quotas = new int[tree.size()];
        quotas[TierTree.ROOT] = total;
        for (var node = 0; node < tree.size(); node++) {
            var children = tree.children(node);
            if (children.isEmpty()) continue;
            var claims = children.stream()
                    .mapToDouble(child -> target[child] * partitions)
                    .toArray();
            var holding = children.stream().mapToInt(child -> held[child]).toArray();
            var devices = tree.level(node) == TierTree.LEVELS - 1;
            var reluctance = new double[claims.length];
            for (var each = 0; each < claims.length; each++) {
                // A device goes up rather than down where that leaves it nearer to its weight, relative to its size.
                // For
                // a tier it makes no difference, but a large one is likelier to be crowded: small ones take what is
                // left.
                var share = byWeight[children.get(each)] * partitions;
                reluctance[each] = devices ? (2 * Math.floor(claims[each]) + 1 - 2 * share) / share : claims[each];
            }
            var rounded = Apportionment.round(quotas[node], claims, holding, reluctance);
            for (var each = 0; each < rounded.length; each++) quotas[children.get(each)] = rounded[each];
        }
        return quotas;
    }

    private static double[] byWeight(TierTree tree, double replicas) {
        var leaves = tree.leaves();
        var weights = Arrays.stream(leaves)
                .mapToDouble(leaf -> tree.device(leaf).weight())
                .toArray();
        var high = new double[leaves.length];
        Arrays.fill(high, 1);
        var largest = Arrays.stream(weights).max().orElse(1);
        var scaled = Arrays.stream(weights).map(weight -> weight / largest).toArray();
        var shares = Apportionment.proportional(replicas, scaled, new double[leaves.length], high);
        var result = new double[tree.size()];
        for (var leaf = 0; leaf < leaves.length; leaf++)
            for (var node = leaves[leaf]; node >= 0; node = tree.parent(node)) result[node] += shares[leaf];
        return result;
    }

    /// Every tier's share if all tiers of a parent were alike.
    static double[] evenSplit(TierTree tree, double replicas) {
        var even = new double[tree.size()];
        even[TierTree.ROOT] = replicas;
        for (var node = 0; node < even.length; node++) {
            var siblings = tree.weightedChildren(node);
            for (var child : tree.children(node))
                even[child] = tree.weightedDevices(child) > 0 ? even[node] / siblings : 0;
        }
        return even;
    }

    private static void spread(
            TierTree tree, double[] byWeight, double[] even, double[] wanted, int node, double replicas) {
        wanted[node] = replicas;
        var children = tree.children(node);
        if (children.isEmpty()) return;
        var weights = children.stream().mapToDouble(child -> byWeight[child]).toArray();
        var devices = children.stream().mapToDouble(tree::weightedDevices).toArray();
        var low = new double[weights.length];
        var high = new double[weights.length];
        for (var each = 0; each < weights.length; each++) {
            low[each] = Math.min(devices[each], Math.floor(even[children.get(each)] + Apportionment.EPSILON));
            high[each] = Math.min(devices[each], Math.ceil(even[children.get(each)] - Apportionment.EPSILON));
        }
        // Where some tier has too few devices for its even share, the others take more than theirs.
        if (Arrays.stream(high).sum() < replicas - Apportionment.EPSILON) {
            low = high;
            high = devices;
        }
        var shares = Apportionment.proportional(replicas, weights, low, high);
        for (var each = 0; each < shares.length; each++)
            spread(tree, byWeight, even, wanted, children.get(each), shares[each]);
    }

    private static double requiredOverload(TierTree tree, double[] byWeight, double[] wanted) {
        var required = 0.0;
        for (var node = 0; node < tree.size(); node++)
            if (tree.level(node) == TierTree.LEVELS && byWeight[node] > 0)
                required = Math.max(required, (wanted[node] - byWeight[node]) / byWeight[node]);
        return required;
    }
}
