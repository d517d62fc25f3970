package torc.ring.builder;

import java.util.random.RandomGenerator;

/// Lays out a ring in which nothing is assigned yet, exactly as planned.
///
/// This is systematic sampling (Madow 1949): put the devices on a line in the order of the tree, each as
/// long as its quota, and let partition i take the places i, i + partitions, i + 2 partitions, and so on.
/// Every tier is one piece of the line, so it gets its average number of replicas of each partition,
/// rounded down or up, and each device gets its quota. But a device would share all its partitions with the
/// same few others; so replicas are then swapped at random wherever that keeps both partitions as well
/// spread, until any device's loss is made good by many others.
final class FirstAssignment {
    private static final int SWAPS_PER_SLOT = 12;

    private final Table table;
    private final Spread spread;
    private final RandomGenerator random;

    FirstAssignment(Table table, Spread spread, RandomGenerator random) {
        this.table = table;
        this.spread = spread;
        this.random = random;
    }

    void assign(TierTree tree, int[] quotas) {
        sample(tree, quotas);
        mix();
        shuffleReplicas();
    }

    private void sample(TierTree tree, int[] quotas) {
        var partitions = partitionsInRandomOrder();
        var slot = 0;
        for (var leaf : tree.leaves())
            for (var taken = 0; taken < quotas[leaf]; taken++, slot++) {
                var partition = partitions[slot % partitions.length];
                table.set(partition, slot / partitions.length, tree.device(leaf).id());
            }
    }

    /// The partitions with one replica more than the others come first, where the line has its last, short
    /// stretch.
    private int[] partitionsInRandomOrder() {
        var order = new int[table.partitions()];
        for (var each = 0; each < order.length; each++) order[each] = each;
        var longer = table.slots() & (order.length - 1);
        shuffle(order, 0, longer);
        shuffle(order, longer, order.length);
        return order;
    }

    private void shuffle(int[] values, int from, int to) {
        for (var each = to - 1; each > from; each--) {
            var other = from + random.nextInt(each - from + 1);
            var value = values[each];
            values[each] = values[other];
            values[other] = value;
        }
    }

    private void mix() {
        var swaps = (long) table.slots() * SWAPS_PER_SLOT / 2;
        for (var each = 0L; each < swaps; each++) {
            var one = random.nextInt(table.partitions());
            var other = random.nextInt(table.partitions());
            if (one == other) continue;
            swap(one, random.nextInt(table.replicasOf(one)), other, random.nextInt(table.replicasOf(other)));
        }
    }

    private void swap(int one, int oneReplica, int other, int otherReplica) {
        var oneDevice = table.get(one, oneReplica);
        var otherDevice = table.get(other, otherReplica);
        if (spread.change(one, oneReplica, otherDevice) > 0 || spread.change(other, otherReplica, oneDevice) > 0)
            return;
        table.set(one, oneReplica, otherDevice);
        table.set(other, otherReplica, oneDevice);
    }

    /// Sampling gives replica 0 to the first tiers and the last replica to the last ones; no place should
    /// mean anything.
    private void shuffleReplicas() {
        for (var partition = 0; partition < table.partitions(); partition++)
            for (var each = table.replicasOf(partition) - 1; each > 0; each--) {
                var other = random.nextInt(each + 1);
                var device = table.get(partition, each);
                table.set(partition, each, table.get(partition, other));
                table.set(partition, other, device);
            }
    }
}
