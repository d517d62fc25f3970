package torc.objectserver.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.replica.DeviceMap;

/// Compares the devices of each partition, first by the digests of their blob sets, then, where those
/// differ, by the sets, and heals every blob that one of them lacks or should lack, or that another device
/// holds besides them. Also looks into every quarantine.
///
/// A device that cannot be asked is left out: what it lacks is completed when it is back, and what it alone
/// holds is not missed until then.
public final class AntiEntropy {
    private static final Logger LOG = LoggerFactory.getLogger(AntiEntropy.class);

    /// Partitions whose digests are fetched at once.
    private static final int STRIDE = 4096;

    private static final int QUARANTINE_PAGE = 256;

    private final Supplier<DeviceMap> maps;
    private final Share share;
    private final BlobHealer healer;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong differing = new AtomicLong();
    private final AtomicLong copied = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unhealed = new AtomicLong();
    private volatile int nextPartition;

    public AntiEntropy(DeviceMap map, BlobHealer healer) {
        this(() -> map, Share.ALL, healer);
    }

    /// @param maps the devices as they are when a round begins
    /// @param share what of them this process looks after
    public AntiEntropy(Supplier<DeviceMap> maps, Share share, BlobHealer healer) {
        this.maps = maps;
        this.share = share;
        this.healer = healer;
    }

    /// What was done so far.
    ///
    /// @param rounds rounds over all partitions that ended
    /// @param partition where the round under way is
    /// @param differing partitions whose devices differed
    /// @param copied copies made
    /// @param removed copies removed since their blob was deleted
    /// @param dropped copies let go that were on other devices than the primaries
    /// @param unhealed blobs that could not be healed at the time
    public record Progress(
            long rounds, int partition, long differing, long copied, long removed, long dropped, long unhealed) {}

    public Progress progress() {
        return new Progress(
                rounds.get(),
                nextPartition,
                differing.get(),
                copied.get(),
                removed.get(),
                dropped.get(),
                unhealed.get());
    }

    /// One round: every quarantine, then every partition.
    public void round() throws InterruptedException {
        var map = maps.get();
        for (var device : map.devices()) if (share.heals(device)) healQuarantine(device);
        for (var first = 0; first < map.placement().partitions(); first += STRIDE) {
            nextPartition = first;
            compare(map, first, Math.min(first + STRIDE, map.placement().partitions()));
        }
        rounds.incrementAndGet();
    }

    private void healQuarantine(BlobDevice device) throws InterruptedException {
        try {
            var after = Optional.<Id128>empty();
            List<Id128> page;
            do {
                page = device.quarantined(after, QUARANTINE_PAGE);
                for (var blob : page) heal(blob);
                if (!page.isEmpty()) after = Optional.of(page.getLast());
            } while (page.size() == QUARANTINE_PAGE);
        } catch (RuntimeException e) {
            LOG.warn("Quarantine not read device={} reason={}", device.name(), e.toString());
        }
    }

    private void compare(DeviceMap map, int firstPartition, int endPartition) throws InterruptedException {
        var digests = new HashMap<BlobDevice, Map<Integer, PartitionDigest>>();
        var used = new TreeSet<Integer>();
        for (var device : map.devices()) {
            try {
                var byPartition = new HashMap<Integer, PartitionDigest>();
                for (var digest : device.digests(firstPartition, endPartition))
                    byPartition.put(digest.partition(), digest);
                digests.put(device, byPartition);
                used.addAll(byPartition.keySet());
            } catch (RuntimeException e) {
                LOG.warn("Digests not read device={} reason={}", device.name(), e.toString());
            }
        }
        for (var partition : used) {
            if (share.compares(map, partition, rounds.get()) && differs(map, partition, digests))
                reconcile(map, partition, digests);
        }
    }

    /// Whether the primaries that answered hold different sets, or another device holds anything.
    private boolean differs(DeviceMap map, int partition, Map<BlobDevice, Map<Integer, PartitionDigest>> digests) {
        var primaries = map.primaries(partition);
        PartitionDigest first = null;
        for (var primary : primaries) {
            var all = digests.get(primary);
            if (all == null) continue;
            var digest = all.getOrDefault(partition, new PartitionDigest(partition, 0, 0));
            if (first == null) first = digest;
            else if (!first.equals(digest)) return true;
        }
        for (var entry : digests.entrySet()) {
            if (!primaries.contains(entry.getKey()) && entry.getValue().containsKey(partition)) return true;
        }
        return false;
    }

    private void reconcile(DeviceMap map, int partition, Map<BlobDevice, Map<Integer, PartitionDigest>> digests)
            throws InterruptedException {
        differing.incrementAndGet();
        try {
            var primaries = map.primaries(partition);
            var answering = new ArrayList<>(primaries);
            answering.retainAll(digests.keySet());
            var union = new PartitionUnion(partition, digests.keySet());
            for (var held = union.next(); held.isPresent(); held = union.next()) {
                var holders = held.get().holders();
                // A stray can go only when all primaries answer; until then it would be looked at in vain.
                var isStray = answering.size() == primaries.size() && !primaries.containsAll(holders);
                if (isStray || !holders.containsAll(answering))
                    heal(held.get().blob().id());
            }
        } catch (RuntimeException e) {
            LOG.warn("Partition not compared partition={} reason={}", partition, e.toString());
        }
    }

    private void heal(Id128 blob) throws InterruptedException {
        switch (healer.heal(blob)) {
            case HealOutcome.Whole(var made, var letGo) -> {
                copied.addAndGet(made);
                dropped.addAndGet(letGo);
            }
            case HealOutcome.Deleted(var copies) -> removed.addAndGet(copies);
            case HealOutcome.Incomplete _, HealOutcome.NoCopy _ -> unhealed.incrementAndGet();
        }
    }
}
