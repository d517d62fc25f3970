package torc.tools.policies;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import torc.common.pace.Pace;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.reclaim.OrphanSweep;
import torc.objectserver.reclaim.ReclaimLimits;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.Healing;
import torc.objectserver.repair.RepairQueue;
import torc.objectserver.repair.RoundRest;
import torc.objectserver.repair.Share;

/// Keeps the blobs of all policies beside the first whole: the rounds of daemons that others start.
public final class PolicyRepair implements Supplier<Duration> {
    private final PolicyStores stores;
    private final Share share;
    private final Pace pace;
    private final int atOnce;
    private final Duration leastRest;
    private final Duration mostRest;
    private final java.util.concurrent.ThreadFactory threads;
    private final Map<Integer, Parts> parts = new ConcurrentHashMap<>();

    private record Parts(RingBlobs blobs, Healing healing, AntiEntropy entropy, RoundRest rest) {}

    /// @param pace bounds the bytes that all healing reads and writes
    /// @param atOnce blobs that one round heals at a time
    /// @param mostRest rest between rounds that find nothing to do
    public PolicyRepair(
            PolicyStores stores,
            Share share,
            Pace pace,
            int atOnce,
            Duration leastRest,
            Duration mostRest,
            java.util.concurrent.ThreadFactory threads) {
        this.stores = stores;
        this.share = share;
        this.pace = pace;
        this.atOnce = atOnce;
        this.leastRest = leastRest;
        this.mostRest = mostRest;
        this.threads = threads;
    }

    private List<Parts> parts() {
        return stores.others().stream()
                .map(blobs -> parts.computeIfAbsent(blobs.policy().number(), _ -> parts(blobs)))
                .toList();
    }

    private Parts parts(RingBlobs blobs) {
        var healing = new Healing(blobs.healer(pace), atOnce, threads);
        var rest = new RoundRest(leastRest, mostRest);
        var number = blobs.policy().number();
        var entropy = new AntiEntropy(
                blobs::map, share, healing, rest, blobs.difference(), id -> PolicyIds.policy(id) == number);
        return new Parts(blobs, healing, entropy, rest);
    }

    /// Looks for new policies and rings; answers whether a ring changed.
    public boolean follow() {
        stores.refresh();
        var changed = false;
        for (var blobs : stores.others()) changed |= blobs.follow();
        return changed;
    }

    /// Heals what was found by reads and writes.
    public void healDue() throws InterruptedException {
        for (var each : parts()) each.blobs.repairs().healDue(each.healing);
    }

    /// Compares the devices of every policy.
    public void round() throws InterruptedException {
        for (var each : parts()) each.entropy.round();
    }

    /// How long to rest before the next round.
    @Override
    public Duration get() {
        return parts().stream()
                .map(each -> each.rest.get())
                .min(Duration::compareTo)
                .orElse(mostRest);
    }

    /// How much of the round under way is done, 0 to 1.
    public double done() {
        return parts.values().stream()
                .mapToDouble(each -> {
                    var placement = each.blobs.map().placement();
                    var at = each.entropy.progress().partition() - placement.firstPartition();
                    return Math.clamp((double) at / placement.partitions(), 0, 1);
                })
                .average()
                .orElse(0);
    }

    /// Looks for blobs that no row names.
    public Daemon orphans(BlobOwners owners, Pace blobsPace, java.time.InstantSource clock) {
        var limits = ReclaimLimits.standard();
        var sweeps = new ConcurrentHashMap<Integer, OrphanSweep>();
        return () -> {
            for (var blobs : stores.others())
                sweeps.computeIfAbsent(
                                blobs.policy().number(),
                                _ -> new OrphanSweep(blobs::map, owners, blobs.store(), limits, blobsPace, clock))
                        .round();
        };
    }

    /// A round of work.
    @FunctionalInterface
    public interface Daemon {
        void run() throws InterruptedException;
    }

    /// A figure of the rounds, over all policies.
    public long sum(ToLongFunction<AntiEntropy.Progress> figure) {
        return parts.values().stream()
                .mapToLong(each -> figure.applyAsLong(each.entropy.progress()))
                .sum();
    }

    /// A figure of what reads and writes asked for, over all policies.
    public long sumOfRepairs(ToLongFunction<RepairQueue.Progress> figure) {
        return parts.values().stream()
                .mapToLong(each -> figure.applyAsLong(each.blobs.repairs().progress()))
                .sum();
    }
}
