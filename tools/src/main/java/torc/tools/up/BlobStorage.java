package torc.tools.up;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import torc.common.lifecycle.Lifecycle;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.BlobHealer;
import torc.objectserver.repair.Difference;
import torc.objectserver.repair.Healing;
import torc.objectserver.repair.RepairQueue;
import torc.objectserver.repair.RoundRest;
import torc.objectserver.repair.Share;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ReplicaStore;
import torc.objectserver.replica.RingPlacement;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.ring.builder.RingBuilder;
import torc.ring.file.RingFile;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;
import torc.tools.data.Layout;
import torc.tools.policies.Reach;

/// The store over the devices of a ring, and the daemons that keep copies whole.
///
/// @param maps the devices as they are now, for work that goes over all of them
/// @param reach how the devices of other rings are reached
/// @param isClustered whether other nodes have devices, too
record BlobStorage(BlobStore store, Supplier<DeviceMap> maps, Reach reach, boolean isClustered) {
    /// 1,024 partitions balance 64 devices well, and a pass over them is short.
    static final int PART_POWER = 10;

    /// Repair and sweeps take a device that answers no call for so long for one that is away.
    static final Duration BACKGROUND_CALL_LIMIT = Duration.ofSeconds(30);

    private static final int RING_FORMAT = 1;
    private static final Duration REPAIR_REST = Duration.ofSeconds(1);
    private static final Duration LEAST_COMPARISON_REST = Duration.ofSeconds(5);

    /// The devices of a process that runs alone.
    static BlobStorage alone(
            TorcConfig config,
            DataDirectory data,
            Layout layout,
            List<SegmentBlobDevice> devices,
            World world,
            StopSignal stop,
            Lifecycle lifecycle,
            Work work) {
        var placement = new RingPlacement(ring(data, layout));
        var repairs = new RepairQueue(config.repair().delay(), world.nanoTime());
        var placed = devices.stream().map(device -> new PlacedDevice(device, 0)).toList();
        var store = new ReplicaStore(
                world.ids(),
                placement,
                placed,
                ReplicaLimits.standard(),
                world.nanoTime(),
                world.virtualThreads(),
                repairs);
        var map = new DeviceMap(placement, List.<BlobDevice>copyOf(devices))
                .withTimeLimit(BACKGROUND_CALL_LIMIT, world.virtualThreads(), world.nanoTime());
        if (layout.replicas() > 1) {
            for (var device : devices) {
                device.onDamage((blob, _) -> {
                    if (PolicyIds.policy(blob) == 0) repairs.request(blob, placement.partition(blob));
                });
            }
            var repair = new Repair(() -> map, Share.ALL, () -> true, repairs);
            startDaemons(config.repair(), repair, world, stop, lifecycle, work);
        }
        var byName = placed.stream()
                .collect(Collectors.toMap(device -> device.device().name(), device -> device));
        return new BlobStorage(
                store, () -> map, () -> device -> Objects.requireNonNull(byName.get(device.name())), false);
    }

    /// The ring is made once and kept, so that a later release that would place otherwise finds what this one
    /// stored.
    private static Ring ring(DataDirectory data, Layout layout) {
        var file = data.objectRing();
        if (Files.exists(file)) return data.readRing();
        var devices = new ArrayList<Device>();
        for (int i = 0; i < layout.devices(); i++) {
            devices.add(alone(i));
        }
        var ring = RingBuilder.build(devices, PART_POWER, layout.replicas(), 1);
        RingFile.of(ring, RING_FORMAT).write(file);
        return ring;
    }

    /// How a ring of this process describes its device: each is a zone, for local copies fail apart.
    static Device alone(int index) {
        return Device.of(index, 1, index + 1, "127.0.0.1", 6200, "d" + index, 100);
    }

    /// What repair goes by.
    ///
    /// @param mayLetGo whether copies on other devices than the primaries may go now
    record Repair(Supplier<DeviceMap> maps, Share share, BooleanSupplier mayLetGo, RepairQueue queue) {}

    private static double done(AntiEntropy entropy, Supplier<DeviceMap> maps) {
        return (double) entropy.progress().partition() / maps.get().placement().partitions();
    }

    /// Answers with the one that compares the devices, which has new work when their ring changes.
    static Daemon startDaemons(
            TorcConfig.RepairSection config,
            Repair repair,
            World world,
            StopSignal stop,
            Lifecycle lifecycle,
            Work work) {
        var pace = new Pace(config.perSecond().bytes(), world.nanoTime(), stop);
        var healer = new BlobHealer(repair.maps(), repair.mayLetGo(), pace);
        var repairs = repair.queue();
        var threads = world.virtualThreads();
        var healing = new Healing(healer, config.atOnce(), threads);
        var rest = new RoundRest(LEAST_COMPARISON_REST, config.comparisonPause());
        var entropy = new AntiEntropy(
                repair.maps(),
                repair.share(),
                healing,
                rest,
                Difference.ofCopies(),
                blob -> PolicyIds.policy(blob) == 0);
        var comparing = work.timed("replicator", () -> done(entropy, repair.maps()), entropy::round);
        var replicator = new Daemon("replicator", rest, threads, stop, comparing);
        Daemons.start(
                new Daemon("repair", REPAIR_REST, threads, stop, () -> repairs.healDue(healing)), "repair", lifecycle);
        Daemons.start(replicator, "replicator", lifecycle);
        work.does("repair", "waiting", () -> repairs.progress().waiting());
        work.does("repair", "copied", () -> repairs.progress().copied());
        work.does("repair", "removed", () -> repairs.progress().removed());
        work.does("repair", "given-up", () -> repairs.progress().givenUp());
        work.does("replicator", "rounds", () -> entropy.progress().rounds());
        work.does("replicator", "differing", () -> entropy.progress().differing());
        work.does("replicator", "copied", () -> entropy.progress().copied());
        work.does("replicator", "dropped", () -> entropy.progress().dropped());
        work.does("replicator", "unhealed", () -> entropy.progress().unhealed());
        return replicator;
    }
}
