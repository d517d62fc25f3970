package torc.tools.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import torc.common.id.Ids;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.reclaim.DeadBlobSweep;
import torc.objectserver.reclaim.OrphanSweep;
import torc.objectserver.reclaim.ReclaimLimits;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.BlobHealer;
import torc.objectserver.repair.Healing;
import torc.objectserver.repair.RepairQueue;
import torc.objectserver.repair.RoundRest;
import torc.objectserver.repair.Share;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.Placement;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ReplicaStore;
import torc.proxy.catalog.CatalogService;
import torc.proxy.catalog.ObjectsConfig;
import torc.proxy.objects.ObjectService;

/// One simulated process with the object service, the store of replicas and all daemons of production.
@SuppressWarnings("UndefinedEquals") // Calls are told apart by identity.
final class SimulatedProxy {
    /// Short, so that a run of half a minute sees all of an object's life.
    static final ObjectsConfig CONFIG = new ObjectsConfig(
            64, Duration.ofSeconds(5), Duration.ofSeconds(40), Duration.ZERO, Duration.ZERO, 1_000_000, false);

    private static final ReclaimLimits RECLAIM = new ReclaimLimits(4, 16, Duration.ofSeconds(5));
    private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");
    private static final long PER_SECOND = 1_000_000_000;

    private final SimulatedProcess process;
    private final List<SimulatedLink> links;
    private final Set<CompletableFuture<?>> calls = new LinkedHashSet<>();
    private final StopSignal stop = new StopSignal();
    private final CatalogService service;
    private final RepairQueue repairs;
    private final Healing healing;
    private final AntiEntropy entropy;
    private final DeadBlobSweep dead;
    private final OrphanSweep orphans;

    SimulatedProxy(SimulatedTime time, Placement placement, List<SimulatedLink> links, SimulatedRows rows) {
        this.process = new SimulatedProcess(time);
        this.links = links;
        var devices = List.<BlobDevice>copyOf(links);
        var placed = new ArrayList<PlacedDevice>();
        for (var device : devices) placed.add(new PlacedDevice(device, 1));
        var random = new SplittableRandom(time.random().nextLong());
        repairs = new RepairQueue(Duration.ofSeconds(1), time::nanos);
        BlobStore store = new ReplicaStore(
                new Ids(random), placement, placed, ReplicaLimits.standard(), time::nanos, process, repairs);
        service = new CatalogService(rows, store, CONFIG, () -> BEGINNING.plusNanos(time.nanos()), new Ids(random));
        var map = new DeviceMap(placement, devices).withTimeLimit(Duration.ofSeconds(10), process, time::nanos);
        var pace = new Pace(PER_SECOND, time::nanos, stop);
        healing = new Healing(new BlobHealer(map, pace), 4, process);
        entropy = new AntiEntropy(() -> map, Share.ALL, healing, new RoundRest(Duration.ZERO, Duration.ZERO));
        dead = new DeadBlobSweep(
                service.deadBlobs(), store, RECLAIM, pace, () -> BEGINNING.plusNanos(time.nanos()), process);
        orphans = new OrphanSweep(
                () -> map, service.blobOwners(), store, RECLAIM, pace, () -> BEGINNING.plusNanos(time.nanos()));
    }

    /// The process at which a call was made has died; whether the call did anything is open.
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    void startDaemons() {
        start("repair", 1, () -> repairs.healDue(healing));
        start("replicator", 4, entropy::round);
        start("reclaimer", 3, dead::round);
        start("orphans", 9, orphans::round);
        start("expirer", 5, () -> service.sweep().expire());
        start("settler", 7, () -> service.sweep().repair());
    }

    private void start(String name, int seconds, Daemon.Round round) {
        new Daemon(name, Duration.ofSeconds(seconds), process, stop, round).start();
    }

    /// One round of everything that heals and clears, in the calling thread of this process.
    void settle() throws InterruptedException {
        entropy.round();
        service.sweep().expire();
        service.sweep().repair();
        orphans.round();
        dead.round();
        repairs.healDue(healing);
    }

    ObjectService service() {
        return service;
    }

    List<SimulatedLink> links() {
        return links;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Runs work on a thread of this process, for a caller of another.
    ///
    /// @throws Killed if the process dies meanwhile
    <T> T call(Supplier<T> work) {
        if (!process.isAlive()) throw new Killed();
        var answer = new CompletableFuture<T>();
        calls.add(answer);
        process.newThread(() -> {
                    try {
                        answer.complete(work.get());
                    } catch (RuntimeException | Error e) { // The outermost frame of this thread.
                        answer.completeExceptionally(e);
                    }
                })
                .start();
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e);
        } finally {
            calls.remove(answer);
        }
    }

    void kill() {
        process.kill();
        for (var link : links) link.abandon(process);
        for (var call : List.copyOf(calls)) call.completeExceptionally(new Killed());
    }
}
