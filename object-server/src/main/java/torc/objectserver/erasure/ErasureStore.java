package torc.objectserver.erasure;

import java.util.Collections;
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
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.replica.CopyDeletes;
import torc.objectserver.replica.HedgeDelay;
import torc.objectserver.replica.Members;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.Placement;
import torc.objectserver.replica.ReadTrail;
import torc.objectserver.replica.RepairRequests;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.SharedBuffers;

/// Blobs as fragments of an erasure code, one on each of the devices that a placement names for it. Safe for
/// many threads; blocking.
public final class ErasureStore implements BlobStore {
    private static final int MAX_DRAWS = 8;

    private final Ids ids;
    private final int policy;
    private final ErasureCode code;
    private final ReplicaLimits limits;
    private final SharedBuffers buffers;
    private final HedgeDelay hedge;
    private final ThreadFactory threads;
    private final RepairRequests repairs;
    private final LongSupplier nanoTime;
    private volatile Members members;

    /// @param policy number of the storage policy, which the ids of its blobs tell; not the first one
    /// @param placement has as many replicas as the code has fragments; replica i holds fragment i
    /// @param devices at each index the device that the placement calls by it
    /// @param nanoTime a monotonic clock
    /// @param threads makes the virtual threads that talk to devices
    /// @param repairs hears of blobs whose fragments are damaged or not complete
    public ErasureStore(
            Ids ids,
            int policy,
            ErasureCode code,
            Placement placement,
            List<PlacedDevice> devices,
            ReplicaLimits limits,
            LongSupplier nanoTime,
            ThreadFactory threads,
            RepairRequests repairs) {
        if (policy < 1) throw new IllegalArgumentException("the first policy's ids have no room for fragments");
        this.ids = ids;
        this.policy = policy;
        this.code = code;
        this.nanoTime = nanoTime;
        this.members = Members.of(fitting(placement), devices, limits, nanoTime);
        this.limits = limits;
        this.buffers = new SharedBuffers(limits.sharedBuffers());
        this.hedge = new HedgeDelay(limits.hedgeLeast(), limits.hedgeMost());
        this.threads = threads;
        this.repairs = repairs;
    }

    private Placement fitting(Placement placement) {
        if (placement.replicas() != code.fragments())
            throw new IllegalArgumentException(
                    placement.replicas() + " replicas for " + code.fragments() + " fragments");
        return placement;
    }

    /// Goes by another placement from now on; what has begun goes on by the one before.
    ///
    /// @param devices at each index the device that the placement calls by it; the same objects for devices that
    /// stay
    public synchronized void follow(Placement placement, List<PlacedDevice> devices) {
        members = members.follow(fitting(placement), devices, limits, nanoTime);
    }

    @Override
    public BlobWriter create(BlobOwner owner, long maxBytes) {
        if (maxBytes < 0 || maxBytes > MAX_BLOB_BYTES)
            throw new IllegalArgumentException("a blob has 0 to " + MAX_BLOB_BYTES + " bytes: " + maxBytes);
        var current = members;
        var id = drawId(current);
        var partition = current.placement().partition(id);
        var header = new BlobHeader(id, partition, owner, maxBytes);
        return new FragmentedWriter(
                header, code, current, limits, buffers, threads, () -> repairs.request(id, partition));
    }

    /// An id whose partition's devices are all well, if a few draws find one.
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
        var partition = current.placement().partition(blob);
        var trail = new ReadTrail(blob, partition, Collections.emptyIterator(), repairs);
        var places = new FragmentPlaces(blob, partition, code.fragments(), current, threads, limits.deleteLimit());
        var race = new FragmentRace(
                trail, places, threads, hedge, limits.readLimit().toNanos());
        return FragmentedSource.open(race, code, firstByte, endByte);
    }

    @Override
    public boolean delete(Id128 blob) {
        var current = members;
        var partition = current.placement().partition(blob);
        return new CopyDeletes(
                        device -> deleteAll(device, blob, partition),
                        threads,
                        limits.deleteLimit().toNanos())
                .from(current.writeOrder(partition));
    }

    /// Every fragment of the blob on one device, sound or in quarantine.
    static DeviceDeleteOutcome deleteAll(BlobDevice device, Id128 blob, int partition) {
        DeviceDeleteOutcome outcome = new DeviceDeleteOutcome.Missing();
        for (var fragment : FragmentPlaces.held(device, blob, partition)) {
            switch (device.delete(fragment)) {
                case DeviceDeleteOutcome.Deleted deleted -> outcome = deleted;
                case DeviceDeleteOutcome.Missing _ -> {}
                case DeviceDeleteOutcome.Unavailable away -> {
                    return away;
                }
            }
        }
        return outcome;
    }

    /// Buffers that writes hold now, for the status page and for tests of their bound.
    public int sharedBuffersInUse() {
        return buffers.inUse();
    }
}
