package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.IntUnaryOperator;
import torc.common.id.Id128;
import torc.ring.placement.Ring;

/// A ring that changes while it is used: copies belong where the newest ring says, and until all of them are
/// there,
/// those at the places of the rings before it are found, and deleted, as if these were the first handoff devices.
public final class RingHistory implements Placement {
    private final Ring newest;
    private final List<Ring> earlier;
    private final IntUnaryOperator index;

    /// @param rings the newest first; all have as many partitions
    /// @param index the store's index of the device with this id, which means the same device in all the rings
    public RingHistory(List<Ring> rings, IntUnaryOperator index) {
        this.newest = rings.getFirst();
        this.earlier = List.copyOf(rings.subList(1, rings.size()));
        this.index = index;
        for (var ring : earlier)
            if (ring.partitionCount() != newest.partitionCount())
                throw new IllegalArgumentException("rings of one history have as many partitions");
    }

    @Override
    public int partition(Id128 blob) {
        return newest.partitionOf(blob);
    }

    @Override
    public int partitions() {
        return newest.partitionCount();
    }

    @Override
    public int replicas() {
        return newest.replicaRows();
    }

    @Override
    public int primary(int partition, int replica) {
        return replica < newest.replicasOf(partition) ? index.applyAsInt(newest.deviceId(partition, replica)) : -1;
    }

    @Override
    public PrimitiveIterator.OfInt handoffs(int partition) {
        return new Walk(partition);
    }

    /// Where copies were before, then the newest ring's handoff devices.
    private final class Walk implements PrimitiveIterator.OfInt {
        private final List<Integer> before = new ArrayList<>();
        private final Iterator<torc.ring.placement.Device> after;
        private int next;
        private int ready = -1;

        Walk(int partition) {
            for (var ring : earlier) {
                for (int replica = 0; replica < ring.replicasOf(partition); replica++) {
                    var device = ring.deviceId(partition, replica);
                    if (!isPrimary(partition, device) && !before.contains(device)) before.add(device);
                }
            }
            after = newest.handoffs(partition).iterator();
        }

        private boolean isPrimary(int partition, int device) {
            for (int replica = 0; replica < newest.replicasOf(partition); replica++)
                if (newest.deviceId(partition, replica) == device) return true;
            return false;
        }

        @Override
        public boolean hasNext() {
            if (ready >= 0) return true;
            if (next < before.size()) {
                ready = before.get(next++);
                return true;
            }
            while (after.hasNext()) {
                var device = after.next().id();
                if (before.contains(device)) continue;
                ready = device;
                return true;
            }
            return false;
        }

        @Override
        public int nextInt() {
            if (!hasNext()) throw new NoSuchElementException();
            var device = ready;
            ready = -1;
            return index.applyAsInt(device);
        }
    }
}
