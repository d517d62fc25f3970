package torc.tools.up;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.lifecycle.Lifecycle;
import torc.objectserver.blob.PolicyIds;
import torc.objectserver.client.HttpBlobDevice;
import torc.objectserver.client.InnerAddress;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.repair.RepairQueue;
import torc.objectserver.repair.Share;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ReplicaStore;
import torc.objectserver.replica.RingHistory;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.ring.placement.Device;
import torc.ring.registry.RingRegistry;
import torc.tools.cluster.NodeRecord;
import torc.tools.cluster.RingDevices;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;

/// The blobs of a cluster as one node reaches them: its own devices directly, all others over the network,
/// placed by
/// the ring of the registry, whose changes are followed while everything runs.
final class ClusterBlobs {
    /// Name of the ring of objects' blobs.
    static final String RING = "object";

    private static final Logger LOG = LoggerFactory.getLogger(ClusterBlobs.class);
    private static final Duration RING_REST = Duration.ofSeconds(1);

    /// Epochs before the newest at whose places blobs are looked for.
    private static final int EARLIER = 3;

    private static final int COPIES = 3;
    private static final int MIN_PART_HOURS = 1;

    /// Copies elsewhere go only when every node that can still reach the devices surely has the newest ring.
    private static final Duration LET_GO_AFTER = Duration.ofSeconds(60);

    private static final Duration LET_GO_SURE = Duration.ofSeconds(10);

    private final ClusterNode node;
    private final RingRegistry rings;
    private final World world;
    private final Map<String, BlobDevice> own;
    private final Map<RemoteKey, BlobDevice> remote = new ConcurrentHashMap<>();
    private final ReplicaStore store;
    private final RepairQueue repairs;
    private volatile Placed placed;
    private volatile long confirmedAt;
    private volatile long changedAt;

    private record RemoteKey(String nodeId, String device, String address, int port) {}

    /// The ring in use, with its devices.
    private record Placed(
            long epoch, List<NodeRecord> nodes, RingHistory placement, List<PlacedDevice> devices, DeviceMap map) {}

    private ClusterBlobs(
            ClusterNode node, RingRegistry rings, List<SegmentBlobDevice> own, TorcConfig config, World world) {
        this.node = node;
        this.rings = rings;
        this.world = world;
        this.own = own.stream().collect(Collectors.toMap(SegmentBlobDevice::name, device -> device));
        this.repairs = new RepairQueue(config.repair().delay(), world.nanoTime());
        this.placed = read(rings.epoch(RING), node.membership().nodes());
        this.confirmedAt = world.nanoTime().getAsLong();
        this.changedAt = confirmedAt;
        this.store = new ReplicaStore(
                world.ids(),
                placed.placement(),
                placed.devices(),
                ReplicaLimits.standard(),
                world.nanoTime(),
                world.virtualThreads(),
                repairs);
    }

    static BlobStorage open(
            ClusterNode node,
            TorcConfig config,
            DataDirectory data,
            List<SegmentBlobDevice> own,
            World world,
            StopSignal stop,
            Lifecycle lifecycle,
            Work work)
            throws InterruptedException {
        var rings = new RingRegistry(node.store(), world.ids(), world.clock());
        if (node.founded()) begin(rings, node, data, own);
        while (rings.epoch(RING) == 0) Thread.sleep(100); // The first node has not come so far yet.
        var blobs = new ClusterBlobs(node, rings, own, config, world);
        lifecycle.started("other nodes' devices", _ -> blobs.close());
        for (var device : own)
            device.onDamage((blob, _) -> {
                if (PolicyIds.policy(blob) == 0)
                    blobs.repairs.request(blob, blobs.placed.placement().partition(blob));
            });
        var repair = new BlobStorage.Repair(
                () -> blobs.placed.map(), Share.of(blobs.own.keySet()), blobs::mayLetGo, blobs.repairs);
        // Whose devices hold nothing has no copies to look after.
        var replicator = own.isEmpty()
                ? Optional.<Daemon>empty()
                : Optional.of(BlobStorage.startDaemons(config.repair(), repair, world, stop, lifecycle, work));
        Daemon.Round follow = () -> {
            if (blobs.follow()) replicator.ifPresent(Daemon::rouse);
        };
        Daemons.start(new Daemon("rings", RING_REST, world.virtualThreads(), stop, follow), "rings", lifecycle);
        return new BlobStorage(blobs.store, () -> blobs.placed.map(), blobs::reach, true);
    }

    /// The first node's devices are the first ring, as they were in a Torc that ran alone, or all at once. A
    /// start that
    /// was cut off goes on where it was.
    private static void begin(RingRegistry rings, ClusterNode node, DataDirectory data, List<SegmentBlobDevice> own) {
        if (rings.epoch(RING) > 0) return;
        var settings = new RingRegistry.Settings(BlobStorage.PART_POWER, COPIES, MIN_PART_HOURS);
        var self = node.membership().node(node.identity().nodeId()).orElseThrow();
        if (Files.exists(data.objectRing())) {
            rings.adopt(
                    RING,
                    data.readRing(),
                    settings,
                    device -> RingDevices.describe(self, 1, device.name(), device.weight())
                            .withId(device.id()));
            return;
        }
        rings.create(RING, settings);
        rings.stage(RING, builder -> {
            var id = 0;
            if (!builder.devices().isEmpty()) return;
            for (var device : own)
                builder.addWithId(RingDevices.describe(self, 1, device.name(), RingDevices.WEIGHT)
                        .withId(id++));
        });
        rings.apply(RING);
    }

    /// Looks whether there is a newer ring, or a node has moved; answers whether the ring changed.
    private boolean follow() {
        var asked = world.nanoTime().getAsLong();
        var epoch = rings.epoch(RING);
        var nodes = node.membership().nodes();
        var before = placed.epoch();
        if (epoch != placed.epoch() || !nodes.equals(placed.nodes())) {
            var next = read(epoch, nodes);
            // First, for nothing may be let go by the new ring before the others had time to see it.
            if (epoch != before) changedAt = world.nanoTime().getAsLong();
            store.follow(next.placement(), next.devices());
            placed = next;
            if (epoch != before) LOG.info("Ring followed ring={} epoch={}", RING, epoch);
        }
        confirmedAt = asked;
        return epoch != before;
    }

    private boolean mayLetGo() {
        var now = world.nanoTime().getAsLong();
        return now - changedAt > LET_GO_AFTER.toNanos() && now - confirmedAt < LET_GO_SURE.toNanos();
    }

    private Placed read(long epoch, List<NodeRecord> nodes) {
        var epochs = rings.epochs(RING, 1 + EARLIER);
        var history = epochs.stream().map(RingRegistry.Epoch::ring).toList();
        var newest = epochs.isEmpty() ? epoch : epochs.getFirst().epoch();
        var byId = new TreeMap<Integer, Device>();
        for (var ring : history) for (var device : ring.devices()) byId.putIfAbsent(device.id(), device);
        var indices = new HashMap<Integer, Integer>();
        var devices = new ArrayList<PlacedDevice>();
        for (var device : byId.values()) {
            indices.put(device.id(), devices.size());
            devices.add(reached(device, nodes));
        }
        var placement = new RingHistory(history, indices::get);
        var all = devices.stream().map(PlacedDevice::device).toList();
        var map = new DeviceMap(placement, all)
                .withTimeLimit(BlobStorage.BACKGROUND_CALL_LIMIT, world.virtualThreads(), world.nanoTime());
        return new Placed(newest, nodes, placement, devices, map);
    }

    private Function<Device, PlacedDevice> reach() {
        var nodes = node.membership().nodes();
        return device -> reached(device, nodes);
    }

    private PlacedDevice reached(Device device, List<NodeRecord> nodes) {
        var nodeId = RingDevices.nodeId(device);
        if (nodeId.equals(node.identity().nodeId())) {
            var mine = own.get(device.name());
            if (mine != null) return new PlacedDevice(mine, 0);
        }
        var record = nodes.stream().filter(each -> each.id().equals(nodeId)).findFirst();
        var address = record.map(NodeRecord::address).orElse(device.ip());
        var port = record.map(NodeRecord::clusterPort).orElse(device.port());
        var label = record.map(NodeRecord::name).orElse(nodeId) + "/" + device.name();
        var key = new RemoteKey(nodeId, device.name(), address, port);
        return new PlacedDevice(
                remote.computeIfAbsent(
                        key,
                        _ -> new HttpBlobDevice(
                                device.name(), label, InnerAddress.of(address, port, node.tls(), nodeId))),
                1);
    }

    private void close() {
        remote.values().forEach(BlobDevice::close);
    }
}
