package torc.ring.builder;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import torc.ring.builder.TargetSearch.Among;

/// Evens out two devices where no replica can go straight from the one to the other, by sending elsewhere
/// what has moved already: a replica that went to a third device goes to the one that still wants, and the
/// third gets one from the device that still has too many. That is one replica moved, as few as can be.
final class Redirect {
    /// Bounds the search where nothing more can be done: about a second's work.
    private static final long CHECKS = 20_000_000;

    private final Table table;
    private final Table start;
    private final Spread spread;
    private final Wanted wanted;
    private final TargetSearch search;
    private final BitSet settled;
    private long checksLeft = CHECKS;

    private record Slot(int partition, int replica) {}

    /// @param start the table as it was before anything moved
    Redirect(Table table, Table start, Spread spread, Wanted wanted, TargetSearch search, BitSet settled) {
        this.table = table;
        this.start = start;
        this.spread = spread;
        this.wanted = wanted;
        this.search = search;
        this.settled = settled;
    }

    /// @param worse how much worse a partition may be spread by it
    void run(int[] order, int worse) {
        var tooMany = tooMany(order);
        for (var partition : order) {
            if (tooMany.isEmpty() || checksLeft <= 0) return;
            if (!settled.get(partition)) continue;
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++)
                if (table.get(partition, replica) != start.get(partition, replica))
                    redirect(partition, replica, worse, tooMany);
        }
    }

    /// Replicas that may move and stand on a device with too many.
    private List<Slot> tooMany(int[] order) {
        var slots = new ArrayList<Slot>();
        for (var partition : order)
            if (!settled.get(partition))
                for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++)
                    if (wanted.ofDevice(table.get(partition, replica)) < 0) slots.add(new Slot(partition, replica));
        return slots;
    }

    private void redirect(int partition, int replica, int worse, List<Slot> tooMany) {
        var third = table.get(partition, replica);
        checksLeft--;
        var limit = spread.placing(partition, replica, third) + worse + 1;
        var device = search.find(Among.WANTING, partition, replica, limit);
        if (device == TargetSearch.NONE || wanted.ofDevice(third) != 0) return;
        for (var each = tooMany.size() - 1; each >= 0; each--) {
            var slot = tooMany.get(each);
            var full = table.get(slot.partition(), slot.replica());
            checksLeft--;
            if (settled.get(slot.partition()) || wanted.ofDevice(full) >= 0) {
                tooMany.set(each, tooMany.getLast());
                tooMany.removeLast();
            } else if (spread.change(slot.partition(), slot.replica(), third) <= worse) {
                move(partition, replica, device);
                move(slot.partition(), slot.replica(), third);
                return;
            }
        }
    }

    private void move(int partition, int replica, int toDevice) {
        wanted.gave(table.get(partition, replica));
        table.set(partition, replica, toDevice);
        wanted.took(toDevice);
        settled.set(partition);
    }
}
