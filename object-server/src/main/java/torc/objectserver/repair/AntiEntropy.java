package torc.objectserver.repair;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
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
    private final Healing healing;
    private final Difference difference;
    private final Predicate<Id128> own;
    private final RoundRest rest;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong differing = new AtomicLong();
    private final AtomicLong copied = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong unhealed = new AtomicLong();
    private volatile int nextPartition;

    /// Everything, one blob after the other.
    public AntiEntropy(DeviceMap map, Healer healer) {
        this(() -> map, Share.ALL, Healing.oneByOne(healer), new RoundRest(Duration.ZERO, Duration.ZERO));
    }

    /// Of blobs that are kept as copies.
    public AntiEntropy(Supplier<DeviceMap> maps, Share share, Healing healing, RoundRest rest) {
        this(maps, share, healing, rest, Difference.ofCopies(), _ -> true);
    }

    /// @param maps the devices as they are when a round begins
    /// @param share what of them this process looks after
    /// @param rest told how each round went
    /// @param difference how blobs lie on devices
    /// @param own whether a blob in quarantine is one of those that are looked after here
    public AntiEntropy(
            Supplier<DeviceMap> maps,
            Share share,
            Healing healing,
            RoundRest rest,
            Difference difference,
            Predicate<Id128> own) {
        this.difference = difference;
        this.own = own;
        this.maps = maps;
        this.share = share;
        this.healing = healing;
        this.rest = rest;
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
        var differedBefore = differing.get();
        var doneBefore = done();
        var found = false;
        var healings = healing.round();
        for (var device : map.devices()) if (share.heals(device)) healQuarantine(device, healings);
        var placement = map.placement();
        var end = placement.firstPartition() + placement.partitions();
        for (var first = placement.firstPartition(); first < end; first += STRIDE) {
            nextPartition = first;
            found |= compare(map, first, Math.min(first + STRIDE, end), healings);
        }
        healings.await();
        rounds.incrementAndGet();
        rest.ended(found, done() > doneBefore || differing.get() == differedBefore);
    }

    private long done() {
        return copied.get() + removed.get() + dropped.get();
    }

    private void healQuarantine(BlobDevice device, Healing.Round healings) throws InterruptedException {
        try {
            var after = Optional.<Id128>empty();
            List<Id128> page;
            do {
                page = device.quarantined(after, QUARANTINE_PAGE);
                for (var blob : page) if (own.test(blob)) heal(blob, healings);
                if (!page.isEmpty()) after = Optional.of(page.getLast());
            } while (page.size() == QUARANTINE_PAGE);
        } catch (RuntimeException e) {
            LOG.warn("Quarantine not read device={} reason={}", device.name(), e.toString());
        }
    }

    /// Whether any partition differs, be it in this process's share or not.
    private boolean compare(DeviceMap map, int firstPartition, int endPartition, Healing.Round healings)
            throws InterruptedException {
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
        var found = false;
        for (var partition : used) {
            nextPartition = partition;
            var differs = differs(map, partition, digests);
            if (!differs && !difference.looksAnyway(rounds.get())) continue;
            found |= differs;
            if (!share.compares(map, partition, rounds.get(), held(map, partition, digests))) continue;
            if (differs) differing.incrementAndGet();
            reconcile(map, partition, digests, healings);
        }
        return found;
    }

    private static Map<BlobDevice, Long> held(
            DeviceMap map, int partition, Map<BlobDevice, Map<Integer, PartitionDigest>> digests) {
        var held = new HashMap<BlobDevice, Long>();
        for (var primary : map.primaries(partition)) {
            var all = digests.get(primary);
            if (all == null) continue;
            var digest = all.get(partition);
            held.put(primary, digest == null ? 0L : digest.count());
        }
        return held;
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

    private void reconcile(
            DeviceMap map,
            int partition,
            Map<BlobDevice, Map<Integer, PartitionDigest>> digests,
            Healing.Round healings)
            throws InterruptedException {
        try {
            difference.find(map, partition, digests.keySet(), healing.mayLetGo(), blob -> heal(blob, healings));
        } catch (RuntimeException e) {
            LOG.warn("Partition not compared partition={} reason={}", partition, e.toString());
        }
    }

    private void heal(Id128 blob, Healing.Round healings) throws InterruptedException {
        healings.heal(blob, outcome -> {
            switch (outcome) {
                case HealOutcome.Whole(var made, var letGo) -> {
                    copied.addAndGet(made);
                    dropped.addAndGet(letGo);
                }
                case HealOutcome.Deleted(var copies) -> removed.addAndGet(copies);
                case HealOutcome.Incomplete(var _, var made) -> {
                    copied.addAndGet(made);
                    unhealed.incrementAndGet();
                }
                case HealOutcome.NoCopy _ -> unhealed.incrementAndGet();
            }
        });
    }
}
