package torc.objectserver.replica;

import torc.common.id.Id128;

/// Takes note of blobs whose copies are damaged or not complete. Never blocks and never throws: what it has no
/// room for is found again by the pass over all partitions.
@FunctionalInterface
public interface RepairRequests {
    void request(Id128 blob, int partition);

    /// Takes note of nothing.
    static RepairRequests none() {
        return (_, _) -> {};
    }
}
