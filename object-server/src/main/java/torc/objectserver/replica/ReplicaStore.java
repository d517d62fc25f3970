package torc.objectserver.replica;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobWriter;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.device.BlobHeader;

/// Blobs on the devices that a placement names. Safe for many threads; blocking.
///
/// With one replica everything happens on the caller's thread and no byte is copied; with more, copies are
/// written in parallel and read in a race.
public final class ReplicaStore implements BlobStore {
    private static final int MAX_DRAWS = 8;

    private final Ids ids;
    private final int policy;
    private final ReplicaLimits limits;
    private final LongSupplier nanoTime;
    private final SharedBuffers buffers;
    private final HedgeDelay hedge;
    private final ThreadFactory threads;
    private final RepairRequests repairs;
    private volatile Members members;

    /// The store of the first storage policy.
    public ReplicaStore(
            Ids ids,
            Placement placement,
            List<PlacedDevice> devices,
            ReplicaLimits limits,
            LongSupplier nanoTime,
            ThreadFactory threads,
            RepairRequests repairs) {
        this(ids, 0, placement, devices, limits, nanoTime, threads, repairs);
    }

    /// @param policy number of the storage policy, which the ids of its blobs tell
    /// @param devices at each index the device that the placement calls by it
    /// @param nanoTime a monotonic clock
    /// @param threads makes the virtual threads that talk to devices
    /// @param repairs hears of copies that are damaged or not complete
    public ReplicaStore(
            Ids ids,
            int policy,
            Placement placement,
            List<PlacedDevice> devices,
            ReplicaLimits limits,
            LongSupplier nanoTime,
            ThreadFactory threads,
            RepairRequests repairs) {
        this.ids = ids;
        this.policy = policy;
        this.members = Members.of(placement, devices, limits, nanoTime);
        this.nanoTime = nanoTime;
        this.limits = limits;
        this.buffers = new SharedBuffers(limits.sharedBuffers());
        this.hedge = new HedgeDelay(limits.hedgeLeast(), limits.hedgeMost());
        this.threads = threads;
        this.repairs = repairs;
    }

    /// Goes by another placement from now on; what has begun goes on by the one before.
    ///
    /// @param devices at each index the device that the placement calls by it; the same objects for devices that
    /// stay
    public synchronized void follow(Placement placement, List<PlacedDevice> devices) {
        members = members.follow(placement, devices, limits, nanoTime);
    }

    @Override
    public BlobWriter create(BlobOwner owner, long maxBytes) {
        if (maxBytes < 0 || maxBytes > MAX_BLOB_BYTES)
            throw new IllegalArgumentException("a blob has 0 to " + MAX_BLOB_BYTES + " bytes: " + maxBytes);
        var current = members;
        var placement = current.placement();
        var id = drawId(current);
        var partition = placement.partition(id);
        var header = new BlobHeader(id, partition, owner, maxBytes);
        if (placement.replicas() > 1) return new ReplicatedWriter(header, current, limits, buffers, threads, repairs);
        var targets = new WriteTargets(current.handoffs(partition));
        return new SingleCopyWriter(header, current.primaries(partition).getFirst(), targets);
    }

    /// An id whose partition's devices are all well, if a few draws find one: the id is free to choose, and a
    /// blob that needs no handoff device needs no repair either.
    private Id128 drawId(Members current) {
        var id = PolicyIds.draw(ids, policy);
        for (var draws = 1;
                draws < MAX_DRAWS && !current.well(current.placement().partition(id));
                draws++) id = PolicyIds.draw(ids, policy);
        return id;
    }

    @Override
    public BlobReadOutcome read(Id128 blob, long firstByte, long endByte) {
        if (firstByte < 0 || endByte < firstByte)
            throw new IllegalArgumentException("range " + firstByte + ".." + endByte);
        var current = members;
        var placement = current.placement();
        var partition = placement.partition(blob);
        var trail = new ReadTrail(blob, partition, current.readOrder(partition), repairs);
        if (placement.replicas() == 1) return SequentialSource.open(blob, firstByte, endByte, trail);
        return new RacingSource(
                        blob,
                        firstByte,
                        endByte,
                        trail,
                        threads,
                        hedge,
                        limits.readLimit().toNanos())
                .open();
    }

    @Override
    public boolean delete(Id128 blob) {
        var current = members;
        return new CopyDeletes(
                        device -> device.delete(blob),
                        threads,
                        limits.deleteLimit().toNanos())
                .from(current.writeOrder(current.placement().partition(blob)));
    }

    /// Buffers that writes hold now, for the status page and for tests of their bound.
    public int sharedBuffersInUse() {
        return buffers.inUse();
    }
}
