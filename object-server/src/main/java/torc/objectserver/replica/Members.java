package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import torc.objectserver.device.BlobDevice;

/// All devices that the placement speaks of, and their order for one partition.
public final class Members {
    private static final Comparator<Member> BY_READ_RANK = Comparator.comparingInt(Member::readRank);

    private final Placement placement;
    private final Member[] members;
    private final int handoffs;

    private Members(Placement placement, Member[] members, int handoffs) {
        this.placement = placement;
        this.members = members;
        this.handoffs = handoffs;
    }

    public static Members of(
            Placement placement, List<PlacedDevice> devices, ReplicaLimits limits, LongSupplier nanoTime) {
        var members = devices.stream()
                .map(placed -> new Member(placed, limits, nanoTime))
                .toArray(Member[]::new);
        return new Members(placement, members, limits.handoffs());
    }

    /// Another placement; what is known of devices that stay is kept.
    public Members follow(Placement next, List<PlacedDevice> devices, ReplicaLimits limits, LongSupplier nanoTime) {
        var known = new IdentityHashMap<BlobDevice, Member>();
        for (var member : members) known.put(member.device(), member);
        var following = devices.stream()
                .map(placed -> {
                    var before = known.get(placed.device());
                    return before != null ? before : new Member(placed, limits, nanoTime);
                })
                .toArray(Member[]::new);
        return new Members(next, following, limits.handoffs());
    }

    public Placement placement() {
        return placement;
    }

    /// Whether every device of a partition does well and has room, as far as is known.
    public boolean well(int partition) {
        for (int replica = 0; replica < placement.replicas(); replica++) {
            var index = placement.primary(partition, replica);
            if (index >= 0 && !members[index].takesWrites()) return false;
        }
        return true;
    }

    /// The devices of a partition's copies, in the ring's order.
    public List<Member> primaries(int partition) {
        var found = new ArrayList<Member>(placement.replicas());
        for (int replica = 0; replica < placement.replicas(); replica++) {
            var index = placement.primary(partition, replica);
            if (index >= 0) found.add(members[index]);
        }
        return found;
    }

    /// The devices that take a copy when a primary cannot, best first.
    public Iterator<Member> handoffs(int partition) {
        return new Handoffs(placement.handoffs(partition));
    }

    /// Primaries in the order to read them, then handoffs.
    Iterator<Member> readOrder(int partition) {
        var primaries = primaries(partition);
        if (primaries.size() > 1) primaries.sort(BY_READ_RANK);
        return new Chain(primaries.iterator(), handoffs(partition));
    }

    /// Primaries in the ring's order, then handoffs.
    public Iterator<Member> writeOrder(int partition) {
        return new Chain(primaries(partition).iterator(), handoffs(partition));
    }

    /// The device of copy `replica` of a partition; null where the ring names none.
    public @Nullable Member primary(int partition, int replica) {
        var index = placement.primary(partition, replica);
        return index < 0 ? null : members[index];
    }

    /// Handoffs, then primaries: for what rather stands twice on one device than nowhere.
    public Iterator<Member> anyOther(int partition) {
        return new Chain(handoffs(partition), primaries(partition).iterator());
    }

    private final class Handoffs implements Iterator<Member> {
        private final java.util.PrimitiveIterator.OfInt indices;
        private int left = handoffs;

        Handoffs(java.util.PrimitiveIterator.OfInt indices) {
            this.indices = indices;
        }

        @Override
        public boolean hasNext() {
            return left > 0 && indices.hasNext();
        }

        @Override
        public Member next() {
            if (left-- <= 0) throw new NoSuchElementException();
            return members[indices.nextInt()];
        }
    }

    private record Chain(Iterator<Member> first, Iterator<Member> second) implements Iterator<Member> {
        @Override
        public boolean hasNext() {
            return first.hasNext() || second.hasNext();
        }

        @Override
        public Member next() {
            return first.hasNext() ? first.next() : second.next();
        }
    }
}
