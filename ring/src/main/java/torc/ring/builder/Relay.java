package torc.ring.builder;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Evens out two devices that cannot exchange directly: one with too many replicas gives to a third, which
/// gives a replica of another partition to one with too few. Each such step moves two replicas.
final class Relay {
    /// Steps are looked for in rounds, one for each device between; a round that finds none is the last.
    private static final int ROUNDS = 64;

    /// Bounds the search where nothing more can be done: about a second's work.
    private static final long CHECKS = 20_000_000;

    private final Table table;
    private final TierTree tree;
    private final Spread spread;
    private final Wanted wanted;
    private final TargetSearch search;
    private final BitSet settled;
    private long checksLeft = CHECKS;

    /// A replica that the device holding it could give to one that wants it.
    private record Onward(int partition, int replica) {}

    Relay(Table table, TierTree tree, Spread spread, Wanted wanted, TargetSearch search, BitSet settled) {
        this.table = table;
        this.tree = tree;
        this.spread = spread;
        this.wanted = wanted;
        this.search = search;
        this.settled = settled;
    }

    void run(int[] order) {
        for (var round = 0; round < ROUNDS && checksLeft > 0 && unbalanced(); round++) {
            var onward = onward(order);
            if (onward.isEmpty() || !relay(order, onward)) return;
        }
    }

    private boolean unbalanced() {
        if (wanted.of(TierTree.ROOT) == 0) return false;
        for (var leaf : tree.leaves()) if (wanted.of(leaf) < 0) return true;
        return false;
    }

    /// At most one replica of each device.
    private List<Onward> onward(int[] order) {
        var onward = new ArrayList<Onward>();
        var seen = new BitSet();
        for (var partition : order) {
            if (settled.get(partition)) continue;
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
                var device = table.get(partition, replica);
                if (seen.get(device) || wanted.ofDevice(device) != 0) continue;
                checksLeft--;
                var limit = spread.placing(partition, replica, device) + 1;
                if (search.find(partition, replica, true, limit) == TargetSearch.NONE) continue;
                seen.set(device);
                onward.add(new Onward(partition, replica));
            }
        }
        return onward;
    }

    private boolean relay(int[] order, List<Onward> onward) {
        var any = false;
        for (var partition : order) {
            if (settled.get(partition)) continue;
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
                if (wanted.ofDevice(table.get(partition, replica)) >= 0) continue;
                if (step(partition, replica, onward)) {
                    any = true;
                    break;
                }
            }
            if (checksLeft <= 0) break;
        }
        return any;
    }

    private boolean step(int partition, int replica, List<Onward> onward) {
        for (var each = 0; each < onward.size(); each++) {
            var next = onward.get(each);
            var between = table.get(next.partition(), next.replica());
            checksLeft--;
            if (next.partition() == partition || spread.change(partition, replica, between) > 0) continue;
            onward.remove(each);
            var limit = spread.placing(next.partition(), next.replica(), between) + 1;
            var last = search.find(next.partition(), next.replica(), true, limit);
            if (last == TargetSearch.NONE || settled.get(next.partition())) return false;
            move(next.partition(), next.replica(), last);
            move(partition, replica, between);
            return true;
        }
        return false;
    }

    private void move(int partition, int replica, int toDevice) {
        wanted.gave(table.get(partition, replica));
        table.set(partition, replica, toDevice);
        wanted.took(toDevice);
        settled.set(partition);
    }
}
