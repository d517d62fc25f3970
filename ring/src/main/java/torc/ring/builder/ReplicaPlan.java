package torc.ring.builder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    private final double[] even;
    private final double requiredOverload;
    private final double weightSum;

    /// @param tree the devices that may hold replicas, those that are to be emptied with weight 0
    /// @param overload the greatest share by which a device may hold more than its weight says
    ReplicaPlan(TierTree tree, double replicas, double overload) {
        this.tree = tree;
        this.weightSum = Arrays.stream(tree.leaves())
                .mapToDouble(leaf -> tree.device(leaf).weight())
                .sum();
        this.byWeight = byWeight(tree, replicas);
        var wanted = new double[tree.size()];
        this.even = evenSplit(tree, replicas);
        spread(tree, byWeight, even, wanted, TierTree.ROOT, replicas);
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
        // What no rounding can better is the measure for all: as long as no device is farther off, those keep
        // what they have that can.
        var best = quotas(total, partitions, new int[tree.size()], 0);
        var limit = 0.0;
        for (var leaf : tree.leaves()) limit = Math.max(limit, error(leaf, best[leaf], total));
        return quotas(total, partitions, held, limit);
    }

    private int[] quotas(int total, int partitions, int[] held, double limit) {
        var quotas = new int[tree.size()];
        quotas[TierTree.ROOT] = total;
        for (var node = 0; node < tree.size(); node++)
            if (!tree.children(node).isEmpty() && (node == TierTree.ROOT || isTight(node, partitions)))
                divide(node, total, partitions, held, limit, quotas);
        for (var node = tree.size() - 1; node > 0; node--)
            if (!tree.children(node).isEmpty())
                quotas[node] = tree.children(node).stream()
                        .mapToInt(child -> quotas[child])
                        .sum();
        return quotas;
    }

    /// Divides a tier's quota among the devices and the tight tiers below it.
    private void divide(int node, int total, int partitions, int[] held, double limit, int[] quotas) {
        var claimants = new ArrayList<Integer>();
        addClaimants(node, partitions, claimants);
        var size = claimants.size();
        var claims = new double[size];
        var holding = new int[size];
        var errorIfDown = new double[size];
        var errorIfUp = new double[size];
        for (var each = 0; each < size; each++) {
            var claimant = claimants.get(each);
            claims[each] = target[claimant] * partitions;
            holding[each] = held[claimant];
            if (tree.level(claimant) < TierTree.LEVELS) {
                if (isCrowded(claimant)) errorIfUp[each] = Double.MAX_VALUE;
                continue;
            }
            var floor = (int) Math.floor(claims[each] + Apportionment.EPSILON * Math.max(1, claims[each]));
            errorIfDown[each] = error(claimant, floor, total);
            errorIfUp[each] = error(claimant, floor + 1, total);
        }
        var rounded = Apportionment.round(quotas[node], claims, holding, errorIfDown, errorIfUp, limit);
        for (var each = 0; each < size; each++) quotas[claimants.get(each)] = rounded[each];
    }

    private void addClaimants(int node, int partitions, List<Integer> claimants) {
        for (var child : tree.children(node))
            if (tree.children(child).isEmpty() || isTight(child, partitions)) claimants.add(child);
            else addClaimants(child, partitions, claimants);
    }

    /// Whether a tier's quota is rounded for itself, because rounding its devices without regard to it could
    /// give it less than its least or more than its most, or crowd it further.
    private boolean isTight(int node, int partitions) {
        if (isCrowded(node)) return true;
        var claim = target[node] * partitions;
        var slack = tree.weightedDevices(node);
        return claim - slack < (double) least(node) * partitions || claim + slack > (double) most(node) * partitions;
    }

    /// Whether a tier holds more on average than an even split allows it to hold of any partition.
    private boolean isCrowded(int node) {
        return target[node] > Math.ceil(even[node] - Apportionment.EPSILON) + Apportionment.EPSILON;
    }

    /// How far a device is from its weight, relative to that.
    private double error(int leaf, int quota, int total) {
        var weight = tree.device(leaf).weight();
        return weight > 0 ? Math.abs(quota * weightSum / (weight * total) - 1) : 0;
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
