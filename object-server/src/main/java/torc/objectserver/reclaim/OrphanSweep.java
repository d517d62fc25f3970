package torc.objectserver.reclaim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.repair.PartitionUnion;
import torc.objectserver.replica.DeviceMap;

/// Finds blobs that no row came to name before their deadline, by asking the row that each blob's header
/// names, and deletes those of which the row says so. Blobs whose rows cannot tell stay, and are counted.
public final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    /// Partitions whose digests are fetched at once.
    private static final int STRIDE = 4096;

    private final Supplier<DeviceMap> maps;
    private final BlobOwners owners;
    private final BlobStore store;
    private final ReclaimLimits limits;
    private final Pace blobsPace;
    private final InstantSource clock;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong examined = new AtomicLong();
    private final AtomicLong tooYoung = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private volatile int nextPartition;

    /// @param maps the devices as they are when a round begins
    public OrphanSweep(
            Supplier<DeviceMap> maps,
            BlobOwners owners,
            BlobStore store,
            ReclaimLimits limits,
            Pace blobsPace,
            InstantSource clock) {
        this.maps = maps;
        this.owners = owners;
        this.store = store;
        this.limits = limits;
        this.blobsPace = blobsPace;
        this.clock = clock;
    }

    /// What was done so far.
    ///
    /// @param partition where the round under way is
    /// @param tooYoung blobs that were passed by since an upload may still come to name them
    /// @param deleted orphans gone from every device
    /// @param unfinished orphans of which some device did not answer; the next round comes to them again
    /// @param unknown blobs left alone since nobody could say whether a row names them
    public record Progress(
            long rounds, int partition, long examined, long tooYoung, long deleted, long unfinished, long unknown) {}

    public Progress progress() {
        return new Progress(
                rounds.get(),
                nextPartition,
                examined.get(),
                tooYoung.get(),
                deleted.get(),
                unfinished.get(),
                unknown.get());
    }

    /// One round over all blobs of the devices that answer.
    public void round() throws InterruptedException {
        var map = maps.get();
        var placement = map.placement();
        var end = placement.firstPartition() + placement.partitions();
        for (var first = placement.firstPartition(); first < end; first += STRIDE) {
            nextPartition = first;
            sweep(map, first, Math.min(first + STRIDE, end));
        }
        rounds.incrementAndGet();
    }

    private void sweep(DeviceMap map, int firstPartition, int endPartition) throws InterruptedException {
        var answering = new ArrayList<BlobDevice>();
        var used = new TreeSet<Integer>();
        for (var device : map.devices()) {
            try {
                device.digests(firstPartition, endPartition).forEach(digest -> used.add(digest.partition()));
                answering.add(device);
            } catch (RuntimeException e) {
                LOG.warn("Device not swept device={} reason={}", device.name(), e.toString());
            }
        }
        for (var partition : used) {
            nextPartition = partition;
            try {
                var union = new PartitionUnion(partition, answering);
                Id128 judged = null;
                for (var held = union.next(); held.isPresent(); held = union.next()) {
                    var blob = whole(held.get().blob());
                    if (blob.id().equals(judged)) continue; // Another fragment of it.
                    judged = blob.id();
                    blobsPace.spend(1);
                    judgeSafely(blob);
                }
            } catch (RuntimeException e) {
                LOG.warn("Partition not swept partition={} reason={}", partition, e.toString());
            }
        }
    }

    /// The blob that a record is a copy or a fragment of.
    private static StoredBlob whole(StoredBlob record) {
        return new StoredBlob(PolicyIds.blob(record.id()), record.partition(), record.owner(), record.bytes());
    }

    /// Whatever goes wrong with one blob, it stays, and the sweep goes on.
    private void judgeSafely(StoredBlob blob) {
        try {
            judge(blob);
        } catch (RuntimeException e) {
            unknown.incrementAndGet();
            LOG.warn("Owner not known blob={}", blob.id(), e);
        }
    }

    private void judge(StoredBlob blob) {
        examined.incrementAndGet();
        var sureSince = blob.owner().deadline().plus(limits.maxClockError());
        if (!clock.instant().isAfter(sureSince)) {
            tooYoung.incrementAndGet();
            return;
        }
        switch (owners.naming(blob)) {
            case NAMED -> {}
            case NOT_NAMED -> delete(blob);
            case UNKNOWN -> unknown.incrementAndGet();
        }
    }

    private void delete(StoredBlob blob) {
        LOG.info("Orphan deleted blob={} bytes={}", blob.id(), blob.bytes());
        if (store.delete(blob.id())) deleted.incrementAndGet();
        else unfinished.incrementAndGet();
    }
}
