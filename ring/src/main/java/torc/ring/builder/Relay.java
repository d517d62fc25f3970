package torc.ring.builder;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import torc.ring.builder.TargetSearch.Among;

/// Evens out two devices where no replica can go straight from the one to the other, with the help of a
/// third.
///
/// An *exchange* takes back a move: a partition that has given a replica of the third device gives the full
/// device's instead, and the third gives a replica of another partition; that is one replica moved, as few
/// as can be. A *relay* lets the third device take a replica from the full one and give another: two
/// replicas moved.
final class Relay {
    /// A round uses each third device once; a round that finds nothing is the last.
    private static final int ROUNDS = 64;

    private static final int GIVE_BACK_ROUNDS = 24;

    /// Bounds the search where nothing more can be done: about a second's work.
    private static final long CHECKS = 20_000_000;

    private final Table table;
    private final Table start;
    private final TierTree tree;
    private final Spread spread;
    private final Wanted wanted;
    private final TargetSearch search;
    private final BitSet settled;
    private long checksLeft = CHECKS;
    private int worse;

    /// What a device that is to give may want at most: -1 for one that has too many.
    private int atMost = -1;

    /// For each device a replica that it could give to one that wants it.
    private @Nullable Onward[] onward = {};

    private record Onward(int partition, int replica) {}

    /// @param start the table as it was before anything moved
    Relay(Table table, Table start, TierTree tree, Spread spread, Wanted wanted, TargetSearch search, BitSet settled) {
        this.table = table;
        this.start = start;
        this.tree = tree;
        this.spread = spread;
        this.wanted = wanted;
        this.search = search;
        this.settled = settled;
    }

    /// Where a partition has made a device give more than it had too many, and another of its devices has
    /// too many, lets the other give instead. Moves nothing more.
    void giveBack(int[] order) {
        worse = 0;
        onward = new Onward[tree.deviceIdBound()];
        var any = true;
        for (var round = 0; round < GIVE_BACK_ROUNDS && any; round++) {
            // In every other round one with just enough may take the loss over, to hand it on in the next.
            atMost = round % 2 == 0 ? -1 : 0;
            any = pass(order, true);
        }
        atMost = -1;
    }

    /// @param spreadWorse how much worse a partition may be spread by it
    void exchange(int[] order, int spreadWorse) {
        run(order, spreadWorse, true);
    }

    /// @param spreadWorse how much worse a partition may be spread by it
    void relay(int[] order, int spreadWorse) {
        run(order, spreadWorse, false);
    }

    private void run(int[] order, int spreadWorse, boolean exchanges) {
        worse = spreadWorse;
        for (var round = 0; round < ROUNDS && checksLeft > 0 && unbalanced(); round++)
            if (!findOnward(order) || !pass(order, exchanges)) return;
    }

    private boolean unbalanced() {
        if (wanted.of(TierTree.ROOT) == 0) return false;
        for (var leaf : tree.leaves()) if (wanted.of(leaf) < 0) return true;
        return false;
    }

    private boolean findOnward(int[] order) {
        onward = new Onward[tree.deviceIdBound()];
        var any = false;
        for (var partition : order) {
            if (settled.get(partition)) continue;
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
                var device = table.get(partition, replica);
                if (onward[device] != null || wanted.ofDevice(device) != 0) continue;
                checksLeft--;
                if (wanting(partition, replica) == TargetSearch.NONE) continue;
                onward[device] = new Onward(partition, replica);
                any = true;
            }
        }
        return any;
    }

    private int wanting(int partition, int replica) {
        var limit = spread.placing(partition, replica, table.get(partition, replica)) + worse + 1;
        return search.find(Among.WANTING, partition, replica, limit);
    }

    private boolean pass(int[] order, boolean exchanges) {
        var any = false;
        for (var partition : order) {
            if (checksLeft <= 0) break;
            if (settled.get(partition) != exchanges) continue;
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
                if (wanted.ofDevice(table.get(partition, replica)) > atMost) continue;
                if (exchanges ? exchange(partition, replica) : relay(partition, replica)) {
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    private boolean exchange(int partition, int replica) {
        var moved = movedReplica(partition);
        if (moved < 0 || moved == replica) return false;
        var third = start.get(partition, moved);
        var device = table.get(partition, moved);
        if (third == Table.NOBODY || (onward[third] == null && wanted.ofDevice(third) <= 0)) return false;
        checksLeft--;
        var change = spread.change(partition, moved, third);
        table.set(partition, moved, third);
        change += spread.change(partition, replica, device);
        table.set(partition, moved, device);
        if (change > worse || (wanted.ofDevice(third) <= 0 && !passOn(third))) return false;
        var full = table.get(partition, replica);
        table.set(partition, moved, third);
        table.set(partition, replica, device);
        wanted.gave(full);
        wanted.took(third);
        return true;
    }

    /// The one replica that this rebalance has moved, or -1.
    private int movedReplica(int partition) {
        var moved = -1;
        for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++) {
            if (table.get(partition, replica) == start.get(partition, replica)) continue;
            if (moved >= 0) return -1;
            moved = replica;
        }
        return moved;
    }

    private boolean relay(int partition, int replica) {
        for (var third = 0; third < onward.length; third++) {
            var next = onward[third];
            if (next == null || next.partition() == partition) continue;
            checksLeft--;
            if (spread.change(partition, replica, third) > worse) continue;
            if (!passOn(third)) return false;
            move(partition, replica, third);
            return true;
        }
        return false;
    }

    /// Lets a device give the replica that it could give, if it still can.
    private boolean passOn(int device) {
        var next = onward[device];
        onward[device] = null;
        if (next == null || settled.get(next.partition())) return false;
        var last = wanting(next.partition(), next.replica());
        if (last == TargetSearch.NONE) return false;
        move(next.partition(), next.replica(), last);
        return true;
    }

    private void move(int partition, int replica, int toDevice) {
        wanted.gave(table.get(partition, replica));
        table.set(partition, replica, toDevice);
        wanted.took(toDevice);
        settled.set(partition);
    }
}
