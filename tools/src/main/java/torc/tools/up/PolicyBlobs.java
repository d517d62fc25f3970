package torc.tools.up;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import torc.common.lifecycle.Lifecycle;
import torc.common.pace.Pace;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.repair.Share;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.ring.builder.RingRefused;
import torc.ring.metadata.MetadataStore;
import torc.ring.placement.Device;
import torc.ring.registry.Policy;
import torc.ring.registry.PolicyRegistry;
import torc.ring.registry.RingRegistry;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.config.TorcConfig;
import torc.tools.policies.PolicyRepair;
import torc.tools.policies.PolicyStores;
import torc.tools.policies.Surroundings;

/// The storage policies of this process, and the daemons that keep their blobs whole.
///
/// @param storage reaches the blobs of all policies
record PolicyBlobs(PolicyStores stores, PolicyRepair repair, BlobStorage storage) {
    private static final Duration FOLLOW_REST = Duration.ofSeconds(1);
    private static final Duration REPAIR_REST = Duration.ofSeconds(1);
    private static final Duration LEAST_COMPARISON_REST = Duration.ofSeconds(5);
    private static final Duration ORPHAN_REST = Duration.ofHours(1);
    private static final long EXAMINED_BLOBS_PER_SECOND = 2_000;
    private static final int MIN_PART_HOURS = 1;

    /// @param first the blobs of the first policy
    /// @param share what of the devices this process looks after
    /// @param description makes of a device of a ring that was made by a Torc alone how the cluster describes it;
    /// present on the cluster's first node
    static PolicyBlobs open(
            TorcConfig config,
            MetadataStore rows,
            BlobStorage first,
            List<SegmentBlobDevice> devices,
            Share share,
            Optional<UnaryOperator<Device>> description,
            World world,
            StopSignal stop,
            Lifecycle lifecycle,
            Work work) {
        var rings = new RingRegistry(rows, world.ids(), world.clock());
        var registry = new PolicyRegistry(rows, rings, ClusterBlobs.RING);
        description.ifPresent(describe -> describe(registry, rings, describe));
        if (!first.isClustered()) makeConfigured(config, registry, devices);
        var surroundings = new Surroundings(
                world.ids(),
                world.nanoTime(),
                world.virtualThreads(),
                BlobStorage.BACKGROUND_CALL_LIMIT,
                config.repair().delay());
        var stores = new PolicyStores(
                first.store(),
                config.swift().storagePolicy(),
                ClusterBlobs.RING,
                registry,
                rings,
                first.reach(),
                surroundings);
        for (var device : devices) device.onDamage((record, _) -> stores.damaged(record));
        var repair = new PolicyRepair(
                stores,
                share,
                new Pace(config.repair().perSecond().bytes(), world.nanoTime(), stop),
                config.repair().atOnce(),
                LEAST_COMPARISON_REST,
                config.repair().comparisonPause(),
                world.virtualThreads());
        startDaemons(repair, world, stop, lifecycle, work);
        return new PolicyBlobs(
                stores, repair, new BlobStorage(stores, first.maps(), first.reach(), first.isClustered()));
    }

    private static void startDaemons(
            PolicyRepair repair, World world, StopSignal stop, Lifecycle lifecycle, Work work) {
        var threads = world.virtualThreads();
        var reconstructor = new Daemon(
                "reconstructor", repair, threads, stop, work.timed("reconstructor", repair::done, repair::round));
        Daemons.start(reconstructor, "reconstructor", lifecycle);
        Daemons.start(
                new Daemon("policy-repair", REPAIR_REST, threads, stop, repair::healDue), "policy repair", lifecycle);
        Daemon.Round follow = () -> {
            if (repair.follow()) reconstructor.rouse();
        };
        Daemons.start(new Daemon("policies", FOLLOW_REST, threads, stop, follow), "policies", lifecycle);
        work.does("policy-repair", "copied", () -> repair.sumOfRepairs(progress -> progress.copied()));
        work.does("policy-repair", "removed", () -> repair.sumOfRepairs(progress -> progress.removed()));
        work.does("policy-repair", "given-up", () -> repair.sumOfRepairs(progress -> progress.givenUp()));
        work.does("reconstructor", "rounds", () -> repair.sum(progress -> progress.rounds()));
        work.does("reconstructor", "differing", () -> repair.sum(progress -> progress.differing()));
        work.does("reconstructor", "copied", () -> repair.sum(progress -> progress.copied()));
        work.does("reconstructor", "dropped", () -> repair.sum(progress -> progress.dropped()));
        work.does("reconstructor", "unhealed", () -> repair.sum(progress -> progress.unhealed()));
    }

    /// The policies of a process that runs alone are those of its configuration. What is there stays, also when
    /// the
    /// configuration names it no more.
    private static void makeConfigured(TorcConfig config, PolicyRegistry registry, List<SegmentBlobDevice> devices) {
        try {
            for (var text : config.policies()) {
                var equals = text.indexOf('=');
                var name = text.substring(0, Math.max(0, equals));
                if (name.equalsIgnoreCase(config.swift().storagePolicy()))
                    throw new RingRefused("The first policy is called " + name);
                var _ = registry.add(
                        name,
                        Policy.kind(text.substring(equals + 1)),
                        BlobStorage.PART_POWER,
                        MIN_PART_HOURS,
                        builder -> {
                            for (int i = 0; i < devices.size(); i++)
                                builder.addWithId(BlobStorage.alone(i).withId(i));
                        });
            }
            if (config.defaultPolicy().isPresent()) {
                var wanted = config.defaultPolicy().get();
                var isFirst = wanted.equalsIgnoreCase(config.swift().storagePolicy());
                registry.standard(
                        isFirst
                                ? 0
                                : registry.read()
                                        .named(wanted)
                                        .orElseThrow(() -> new RingRefused("There is no policy " + wanted))
                                        .number());
            }
        } catch (RingRefused | IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.BAD_CONFIG, "The storage policies cannot be made: " + e.getMessage());
        }
    }

    /// Rings that a Torc alone made come to name this node, which has their devices.
    private static void describe(PolicyRegistry registry, RingRegistry rings, UnaryOperator<Device> describe) {
        for (var policy : registry.read().policies()) {
            var ring = policy.ring(ClusterBlobs.RING);
            var own = rings.epochs(ring, 1).getFirst().ring().devices().stream()
                    .filter(device -> device.meta().isEmpty())
                    .toList();
            if (own.isEmpty()) continue;
            rings.stage(
                    ring,
                    builder -> own.forEach(
                            device -> builder.change(describe.apply(device).withId(device.id()))));
            var _ = rings.apply(ring);
        }
    }

    /// Begins to look for blobs that no row names.
    void sweepOrphans(BlobOwners owners, BooleanSupplier leads, World world, StopSignal stop, Lifecycle lifecycle) {
        var pace = new Pace(EXAMINED_BLOBS_PER_SECOND, world.nanoTime(), stop);
        var sweep = repair.orphans(owners, pace, world.clock());
        Daemon.Round round = () -> {
            if (leads.getAsBoolean()) sweep.run();
        };
        Daemons.start(
                new Daemon("policy-orphans", ORPHAN_REST, world.virtualThreads(), stop, round),
                "policy orphans",
                lifecycle);
    }
}
