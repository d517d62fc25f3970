package torc.tools.up;

import java.time.Duration;
import torc.common.lifecycle.Lifecycle;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.Pace;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.reclaim.DeadBlobSweep;
import torc.objectserver.reclaim.OrphanSweep;
import torc.objectserver.reclaim.ReclaimLimits;
import torc.proxy.catalog.CatalogService;

/// The daemons that reclaim what no row names any more, and settle what crashes leave.
final class Daemons {
    private static final Duration DEAD_REST = Duration.ofSeconds(30);
    private static final Duration ORPHAN_REST = Duration.ofHours(1);
    private static final Duration EXPIRY_REST = Duration.ofMinutes(1);
    private static final Duration SETTLE_REST = Duration.ofHours(1);
    private static final long DEAD_BLOBS_PER_SECOND = 2_000;
    private static final long EXAMINED_BLOBS_PER_SECOND = 2_000;

    private Daemons() {}

    static void start(CatalogService objects, BlobStorage blobs, World world, StopSignal stop, Lifecycle lifecycle) {
        var limits = ReclaimLimits.standard();
        var threads = world.virtualThreads();
        var dead = new DeadBlobSweep(
                objects.deadBlobs(),
                blobs.store,
                limits,
                new Pace(DEAD_BLOBS_PER_SECOND, world.nanoTime(), stop),
                world.clock(),
                threads);
        var orphans = new OrphanSweep(
                blobs.map,
                objects.blobOwners(),
                blobs.store,
                limits,
                new Pace(EXAMINED_BLOBS_PER_SECOND, world.nanoTime(), stop),
                world.clock());
        var sweep = objects.sweep();
        start(new Daemon("reclaimer", DEAD_REST, threads, stop, dead::round), "reclaimer", lifecycle);
        start(new Daemon("orphans", ORPHAN_REST, threads, stop, orphans::round), "orphans", lifecycle);
        start(new Daemon("expirer", EXPIRY_REST, threads, stop, () -> sweep.expire()), "expirer", lifecycle);
        start(new Daemon("settler", SETTLE_REST, threads, stop, sweep::repair), "settler", lifecycle);
    }

    static void start(Daemon daemon, String name, Lifecycle lifecycle) {
        daemon.start();
        lifecycle.opened(name, daemon);
    }
}
