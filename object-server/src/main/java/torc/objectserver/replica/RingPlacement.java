package torc.objectserver.replica;

import java.util.Iterator;
import java.util.PrimitiveIterator;
import torc.common.id.Id128;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// A ring as the store sees it: a device's index is its id in the ring.
public record RingPlacement(Ring ring) implements Placement {
    @Override
    public int partition(Id128 blob) {
        return ring.partitionOf(blob);
    }

    @Override
    public int partitions() {
        return ring.partitionCount();
    }

    @Override
    public int replicas() {
        return ring.replicaRows();
    }

    @Override
    public int primary(int partition, int replica) {
        return replica < ring.replicasOf(partition) ? ring.deviceId(partition, replica) : -1;
    }

    @Override
    public PrimitiveIterator.OfInt handoffs(int partition) {
        return new Ids(ring.handoffs(partition));
    }

    /// Begins to walk the ring only when it is asked.
    private static final class Ids implements PrimitiveIterator.OfInt {
        private final Iterable<Device> devices;
        private @org.jspecify.annotations.Nullable Iterator<Device> walk;

        Ids(Iterable<Device> devices) {
            this.devices = devices;
        }

        private Iterator<Device> walk() {
            if (walk == null) walk = devices.iterator();
            return walk;
        }

        @Override
        public boolean hasNext() {
            return walk().hasNext();
        }

        @Override
        public int nextInt() {
            return walk().next().id();
        }
    }
}
