package torc.tools.up;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import torc.common.lifecycle.Lifecycle;
import torc.common.metrics.Metrics;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.Pace;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.BlobHealer;
import torc.objectserver.repair.RepairQueue;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ReplicaStore;
import torc.objectserver.replica.RingPlacement;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;
import torc.ring.builder.RingBuilder;
import torc.ring.file.RingFile;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;
import torc.tools.data.Layout;

/// The devices of this process, the store over them, and the daemons that keep copies whole.
final class BlobStorage {
    /// 1,024 partitions balance 64 devices well, and a pass over them is short.
    private static final int PART_POWER = 10;

    private static final int RING_FORMAT = 1;
    private static final Duration REPAIR_REST = Duration.ofSeconds(1);

    /// Repair and sweeps take a device that answers no call for so long for one that is away.
    private static final Duration BACKGROUND_CALL_LIMIT = Duration.ofSeconds(30);

    final BlobStore store;
    final DeviceMap map;

    private BlobStorage(BlobStore store, DeviceMap map) {
        this.store = store;
        this.map = map;
    }

    static BlobStorage open(
            TorcConfig config,
            DataDirectory data,
            Layout layout,
            World world,
            StopSignal stop,
            Metrics metrics,
            Lifecycle lifecycle,
            Work work) {
        var devices = new ArrayList<SegmentBlobDevice>();
        for (var opening : openDevices(config, data, layout, world, lifecycle)) {
            var device = opening.await();
            devices.add(device);
            measure(device, metrics, work);
        }
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
                .withTimeLimit(BACKGROUND_CALL_LIMIT, world.virtualThreads());
        if (layout.replicas() > 1) {
            for (var device : devices) {
                device.onDamage((blob, _) -> repairs.request(blob, placement.partition(blob)));
            }
            startDaemons(config.repair(), map, repairs, world, stop, lifecycle, work);
        }
        return new BlobStorage(store, map);
    }

    private static List<Opening<SegmentBlobDevice>> openDevices(
            TorcConfig config, DataDirectory data, Layout layout, World world, Lifecycle lifecycle) {
        var openings = new ArrayList<Opening<SegmentBlobDevice>>();
        for (int i = 0; i < layout.devices(); i++) {
            var index = i;
            var opening = Opening.begin(world.platformThreads(), () -> openDevice(config, data, index, world));
            openings.add(lifecycle.opened("device d" + index, opening));
        }
        return openings;
    }

    private static SegmentBlobDevice openDevice(TorcConfig config, DataDirectory data, int index, World world) {
        var section = config.device();
        var defaults = SegmentDeviceConfig.of("d" + index, data.device(index).resolve("blobs"));
        var set = new SegmentDeviceConfig(
                defaults.name(),
                defaults.folder(),
                section.segmentSize().bytes(),
                section.headroom().bytes(),
                section.zeroAhead().bytes(),
                defaults.maxWriters(),
                defaults.rememberDeletes(),
                section.compactionPerSecond().bytes(),
                section.auditPerSecond().bytes(),
                section.auditPause(),
                defaults.upkeep());
        return SegmentBlobDevice.open(set, world.clock(), world.nanoTime(), world.random());
    }

    /// The ring is made once and kept, so that a later release that would place otherwise finds what this one stored.
    private static Ring ring(DataDirectory data, Layout layout) {
        var file = data.objectRing();
        if (Files.exists(file)) return RingFile.read(file).ring();
        var devices = new ArrayList<Device>();
        for (int i = 0; i < layout.devices(); i++) {
            // Each device is a zone: local copies fail apart.
            devices.add(Device.of(i, 1, i + 1, "127.0.0.1", 6200, "d" + i, 100));
        }
        var ring = RingBuilder.build(devices, PART_POWER, layout.replicas(), 1);
        RingFile.of(ring, RING_FORMAT).write(file);
        return ring;
    }

    private static void startDaemons(
            TorcConfig.RepairSection config,
            DeviceMap map,
            RepairQueue repairs,
            World world,
            StopSignal stop,
            Lifecycle lifecycle,
            Work work) {
        var pace = new Pace(config.perSecond().bytes(), world.nanoTime(), stop);
        var healer = new BlobHealer(map, pace);
        var entropy = new AntiEntropy(map, healer);
        var threads = world.virtualThreads();
        Daemons.start(
                new Daemon("repair", REPAIR_REST, threads, stop, () -> repairs.healDue(healer)), "repair", lifecycle);
        Daemons.start(
                new Daemon("replicator", config.comparisonPause(), threads, stop, entropy::round),
                "replicator",
                lifecycle);
        work.does("repair", "copied", () -> repairs.progress().copied());
        work.does("repair", "removed", () -> repairs.progress().removed());
        work.does("repair", "given-up", () -> repairs.progress().givenUp());
        work.does("replicator", "rounds", () -> entropy.progress().rounds());
        work.does("replicator", "differing", () -> entropy.progress().differing());
        work.does("replicator", "copied", () -> entropy.progress().copied());
        work.does("replicator", "dropped", () -> entropy.progress().dropped());
        work.does("replicator", "unhealed", () -> entropy.progress().unhealed());
    }

    private static void measure(SegmentBlobDevice device, Metrics metrics, Work work) {
        var name = device.name();
        work.does("auditor-" + name, "passes", () -> device.auditProgress().passes());
        work.does("auditor-" + name, "damaged", () -> device.auditProgress().damaged());
        metrics.gauge(
                "torc_device_blobs",
                "blobs on the device",
                () -> (double) device.status().blobs(),
                "device",
                name);
        metrics.gauge(
                "torc_device_live_bytes",
                "bytes of blobs on the device",
                () -> (double) device.status().liveBytes(),
                "device",
                name);
        metrics.gauge(
                "torc_device_free_bytes",
                "what the device would still take",
                () -> (double) device.status().freeBytes(),
                "device",
                name);
        metrics.gauge(
                "torc_device_quarantined",
                "copies found damaged and not yet repaired",
                () -> (double) device.status().quarantined(),
                "device",
                name);
    }
}
