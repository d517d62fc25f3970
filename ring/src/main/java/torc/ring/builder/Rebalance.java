package torc.ring.builder;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import torc.ring.builder.TargetSearch.Among;

/// Changes a ring that is in use until it is as planned, moving as little as it can and never more than one
/// replica of a partition; only replicas that have no device are placed whatever else of their partition
/// has moved.
///
/// In order: replicas without a device get one; partitions that are spread badly are spread; devices with
/// too much give to those with too little, where that spreads no partition worse; where no direct move
/// does, a third device takes the one replica and gives another.
final class Rebalance {
    /// How much worse a partition may be spread for the sake of balance, at the very end: a tier may be
    /// left with fewer replicas than its average, but none gets more than the plan allows.
    private static final int SHORT_OF_AVERAGE = 1 + TierTree.LEVELS;

    private final Table table;
    private final Table start;
    private final TierTree tree;
    private final Spread spread;
    private final Wanted wanted;
    private final TargetSearch search;
    private final RandomGenerator random;

    /// Partitions of which nothing may move, or nothing more.
    private final BitSet settled;

    /// @param settled partitions that moved too recently; this object adds those that it moves
    Rebalance(Table table, TierTree tree, Spread spread, Wanted wanted, BitSet settled, RandomGenerator random) {
        this.table = table;
        this.start = table.copy();
        this.tree = tree;
        this.spread = spread;
        this.wanted = wanted;
        this.search = new TargetSearch(tree, spread, wanted);
        this.settled = settled;
        this.random = random;
    }

    void run() {
        var order = partitionsInRandomOrder();
        for (var partition : order) placeHomeless(partition);
        for (var partition : order) spreadOut(partition);
        var relay = new Relay(table, start, tree, spread, wanted, search, settled);
        relay.giveBack(order);
        // Partitions in which some tier is short of a replica are few: they go first to those who can use them.
        for (var partition : order) relieve(partition, Among.NEEDY, -1);
        for (var partition : order) relieve(partition, Among.NEEDY, 0);
        for (var partition : order) relieve(partition, Among.WANTING, 0);
        relay.exchange(order, 0);
        var redirect = new Redirect(table, start, spread, wanted, search, settled);
        redirect.run(order, 0);
        if (anyTooFull()) for (var partition : order) relieve(partition, Among.WANTING, SHORT_OF_AVERAGE);
        relay.exchange(order, SHORT_OF_AVERAGE);
        redirect.run(order, SHORT_OF_AVERAGE);
        relay.relay(order, 0);
        relay.relay(order, SHORT_OF_AVERAGE);
    }

    private int[] partitionsInRandomOrder() {
        var order = new int[table.partitions()];
        for (var each = 0; each < order.length; each++) {
            var other = random.nextInt(each + 1);
            order[each] = order[other];
            order[other] = each;
        }
        return order;
    }

    private boolean anyTooFull() {
        for (var leaf : tree.leaves()) if (wanted.of(leaf) < 0) return true;
        return false;
    }

    private void placeHomeless(int partition) {
        for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++)
            if (table.get(partition, replica) == Table.NOBODY) move(partition, replica, bestFor(partition, replica));
    }

    /// A device that wants replicas, unless the partition would be crowded there and is not on another.
    private int bestFor(int partition, int replica) {
        var best = search.find(Among.NEEDY, partition, replica, Integer.MAX_VALUE);
        if (best == TargetSearch.NONE) best = search.find(Among.WANTING, partition, replica, Integer.MAX_VALUE);
        // A device that wants nothing would have to give another replica away; only less crowding is worth that.
        var limit = best == TargetSearch.NONE ? Integer.MAX_VALUE : search.cost() - Spread.TOO_MANY / 2;
        var other = search.find(Among.ALL, partition, replica, limit);
        if (other != TargetSearch.NONE) best = other;
        if (best == TargetSearch.NONE) throw new IllegalStateException("no device for partition " + partition);
        return best;
    }

    private void spreadOut(int partition) {
        for (int tries = 0, count = table.replicasOf(partition); tries < count; tries++) {
            var replica = mostCrowded(partition);
            if (replica < 0) return;
            // Two replicas on one device are one: that is mended whatever has moved.
            if (settled.get(partition) && !spread.sharesDevice(partition, replica)) return;
            var device = bestFor(partition, replica);
            if (spread.change(partition, replica, device) >= 0) return;
            move(partition, replica, device);
            settled.set(partition);
        }
    }

    /// The replica that costs most where it is, if its tier has too many; of like ones, that of the fullest
    /// device.
    private int mostCrowded(int partition) {
        var worst = -1;
        var worstCost = 0;
        for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
            if (!spread.crowded(partition, replica)) continue;
            var device = table.get(partition, replica);
            var cost = spread.placing(partition, replica, device);
            if (worst < 0
                    || cost > worstCost
                    || (cost == worstCost && wanted.ofDevice(device) < wanted.ofDevice(table.get(partition, worst)))) {
                worst = replica;
                worstCost = cost;
            }
        }
        return worst;
    }

    /// Moves one replica from the device that has most too many to one that wants it.
    private void relieve(int partition, Among among, int worse) {
        if (settled.get(partition)) return;
        var bestReplica = -1;
        var bestDevice = TargetSearch.NONE;
        var bestGain = Long.MIN_VALUE;
        for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
            var from = table.get(partition, replica);
            if (wanted.ofDevice(from) >= 0) continue;
            var costHere = spread.placing(partition, replica, from);
            var device = search.find(among, partition, replica, costHere + worse + 1);
            if (device == TargetSearch.NONE) continue;
            var gain = (long) (costHere - search.cost()) * table.slots() - wanted.ofDevice(from);
            if (gain > bestGain) {
                bestReplica = replica;
                bestDevice = device;
                bestGain = gain;
            }
        }
        if (bestReplica < 0) return;
        move(partition, bestReplica, bestDevice);
        settled.set(partition);
    }

    private void move(int partition, int replica, int toDevice) {
        var from = table.get(partition, replica);
        if (from != Table.NOBODY) wanted.gave(from);
        table.set(partition, replica, toDevice);
        wanted.took(toDevice);
    }
}
