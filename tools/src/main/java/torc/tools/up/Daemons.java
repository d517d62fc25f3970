package torc.tools.up;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import torc.common.lifecycle.Lifecycle;
import torc.common.pace.Pace;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.reclaim.DeadBlobSweep;
import torc.objectserver.reclaim.OrphanSweep;
import torc.objectserver.reclaim.ReclaimLimits;
import torc.proxy.catalog.CatalogService;
import torc.proxy.swift.sync.ContainerSync;
import torc.proxy.swift.sync.SyncSettings;

/// The daemons that reclaim what no row names any more, and settle what crashes leave.
final class Daemons {
    private static final Duration ORPHAN_REST = Duration.ofHours(1);
    private static final Duration EXPIRY_REST = Duration.ofMinutes(1);
    private static final Duration REAP_REST = Duration.ofMinutes(1);
    private static final Duration SETTLE_REST = Duration.ofHours(1);
    private static final Duration SPLIT_REST = Duration.ofSeconds(15);

    /// Enough to halve a range of a million objects in minutes, and little beside what a container takes in.
    private static final long MOVED_ROWS_PER_SECOND = 10_000;

    /// A million objects in some ten minutes, beside what everybody else does.
    private static final long REAPED_OBJECTS_PER_SECOND = 2_000;

    private static final long DEAD_BLOBS_PER_SECOND = 2_000;
    private static final long EXAMINED_BLOBS_PER_SECOND = 2_000;

    private Daemons() {}

    /// @param leads whether this process does now what one does for all
    /// @param reclaimPause rest between removals of what nobody reads any more
    static void start(
            Duration reclaimPause,
            CatalogService objects,
            BlobStorage blobs,
            BooleanSupplier leads,
            World world,
            StopSignal stop,
            Lifecycle lifecycle,
            Work work) {
        var limits = ReclaimLimits.standard();
        var threads = world.virtualThreads();
        var dead = new DeadBlobSweep(
                objects.deadBlobs(),
                blobs.store(),
                limits,
                new Pace(DEAD_BLOBS_PER_SECOND, world.nanoTime(), stop),
                world.clock(),
                threads);
        var orphans = new OrphanSweep(
                blobs.maps(),
                objects.blobOwners(),
                blobs.store(),
                limits,
                new Pace(EXAMINED_BLOBS_PER_SECOND, world.nanoTime(), stop),
                world.clock());
        var sweep = objects.sweep();
        var sweeping = work.timed(
                "orphans",
                () -> (double) orphans.progress().partition()
                        / blobs.maps().get().placement().partitions(),
                where(leads, orphans::round));
        start(
                new Daemon(
                        "reclaimer",
                        reclaimPause,
                        threads,
                        stop,
                        work.timed("reclaimer", () -> 0, where(leads, dead::round))),
                "reclaimer",
                lifecycle);
        start(new Daemon("orphans", ORPHAN_REST, threads, stop, sweeping), "orphans", lifecycle);
        var expiries = new AtomicLong();
        var expired = new AtomicLong();
        var settlements = new AtomicLong();
        start(
                new Daemon("expirer", EXPIRY_REST, threads, stop, where(leads, () -> {
                    expired.addAndGet(sweep.expire());
                    expiries.incrementAndGet();
                })),
                "expirer",
                lifecycle);
        start(
                new Daemon("settler", SETTLE_REST, threads, stop, where(leads, () -> {
                    sweep.repair();
                    settlements.incrementAndGet();
                })),
                "settler",
                lifecycle);
        var reaping = new Pace(REAPED_OBJECTS_PER_SECOND, world.nanoTime(), stop);
        start(
                new Daemon("reaper", REAP_REST, threads, stop, where(leads, () -> sweep.reap(reaping::spend))),
                "reaper",
                lifecycle);
        var splitter = objects.splitter();
        var moving = new Pace(MOVED_ROWS_PER_SECOND, world.nanoTime(), stop);
        start(
                new Daemon("splitter", SPLIT_REST, threads, stop, where(leads, () -> splitter.round(moving::spend))),
                "splitter",
                lifecycle);
        work.does("splitter", "splits", () -> splitter.progress().splits());
        work.does("splitter", "merges", () -> splitter.progress().merges());
        work.does("splitter", "moved", () -> splitter.progress().rows());
        work.does("expirer", "rounds", expiries::get);
        work.does("expirer", "removed", expired::get);
        work.does("reaper", "removed", sweep::reaped);
        work.does("settler", "rounds", settlements::get);
        tell(dead, orphans, work);
    }

    /// Sends what is synchronised with other clusters.
    static void startSync(
            CatalogService objects,
            SyncSettings settings,
            BooleanSupplier leads,
            World world,
            StopSignal stop,
            Lifecycle lifecycle,
            Work work) {
        var sync = new ContainerSync(
                objects.syncLog(),
                objects,
                settings,
                () -> world.ids().next().toString(),
                world.clock(),
                world.nanoTime(),
                world.virtualThreads(),
                stop);
        start(
                new Daemon("container sync", settings.pause(), world.virtualThreads(), stop, where(leads, sync::round)),
                "container sync",
                lifecycle);
        work.does("container-sync", "rounds", sync::rounds);
        work.does("container-sync", "sent", sync::sent);
        work.does("container-sync", "deleted", sync::deleted);
        work.does("container-sync", "failed", sync::failed);
    }

    private static Daemon.Round where(BooleanSupplier leads, Daemon.Round round) {
        return () -> {
            if (leads.getAsBoolean()) round.run();
        };
    }

    private static void tell(DeadBlobSweep dead, OrphanSweep orphans, Work work) {
        work.does("reclaimer", "rounds", () -> dead.progress().rounds());
        work.does("reclaimer", "deleted", () -> dead.progress().deleted());
        work.does("reclaimer", "unfinished", () -> dead.progress().unfinished());
        work.does("orphans", "rounds", () -> orphans.progress().rounds());
        work.does("orphans", "examined", () -> orphans.progress().examined());
        work.does("orphans", "deleted", () -> orphans.progress().deleted());
        work.does("orphans", "unfinished", () -> orphans.progress().unfinished());
        work.does("orphans", "unknown", () -> orphans.progress().unknown());
    }

    static void start(Daemon daemon, String name, Lifecycle lifecycle) {
        daemon.start();
        lifecycle.opened(name, daemon);
    }
}
