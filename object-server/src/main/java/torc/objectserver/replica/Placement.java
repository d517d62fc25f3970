package torc.objectserver.replica;

import java.util.PrimitiveIterator;
import torc.common.id.Id128;

/// Where copies belong: the ring, seen from the store. Devices are indices into the store's list of devices.
/// Immutable; safe for many threads; lookups allocate nothing.
public interface Placement {
    /// The partition that an id falls into.
    int partition(Id128 blob);

    /// The number of the first partition; the others follow it.
    default int firstPartition() {
        return 0;
    }

    /// How many partitions there are.
    int partitions();

    /// How many copies a blob has.
    int replicas();

    /// The device of copy `replica` of a partition; -1 where the ring names none.
    int primary(int partition, int replica);

    /// The devices that take a copy when a primary cannot, best first, each once, no primary among them.
    PrimitiveIterator.OfInt handoffs(int partition);
}
