package torc.objectserver.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.daemon.Daemon;
import torc.objectserver.daemon.Pace;
import torc.objectserver.daemon.StopSignal;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.reclaim.DeadBlobSweep;
import torc.objectserver.reclaim.DeadBlobs;
import torc.objectserver.reclaim.OrphanSweep;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.BlobHealer;
import torc.objectserver.repair.RepairQueue;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.ReplicaStore;
import torc.objectserver.replica.RingPlacement;
import torc.ring.builder.RingBuilder;
import torc.ring.placement.Device;

/// The devices of one data folder as a blob store, with the daemons that repair and reclaim. Open, start,
/// close; the store may be used from opening to closing.
public final class ObjectNode implements AutoCloseable {
    /// The ring follows from the number of devices and of replicas alone, so it is the same after each
    /// start. A change of either moves partitions; blobs that are not where the new ring has them are found
    /// all the same, and [AntiEntropy] copies them to where they belong.
    private static final long RING_SEED = 1;

    private final StopSignal stop = new StopSignal();
    private final NodeConfig config;
    private final World world;
    private final List<BlobDevice> devices;
    private final DeviceMap map;
    private final ReplicaStore store;
    private final RepairQueue repairs;
    private final BlobHealer healer;
    private final AntiEntropy antiEntropy;
    private final List<Daemon> daemons = new ArrayList<>();
    private volatile @Nullable DeadBlobSweep deadBlobs;
    private volatile @Nullable OrphanSweep orphans;

    /// What a node takes from the real world.
    ///
    /// @param threads makes virtual threads
    public record World(Ids ids, InstantSource clock, LongSupplier nanoTime, ThreadFactory threads) {}

    private ObjectNode(NodeConfig config, World world, DeviceOpener opener) {
        this.config = config;
        this.world = world;
        this.repairs = new RepairQueue(config.repairDelay(), world.nanoTime());
        this.devices = new DeviceFolders(config.data(), config.cluster())
                .open(config.devices(), opener, blob -> repairs.request(blob, 0));
        var placement = new RingPlacement(
                RingBuilder.build(ringDevices(config.devices()), NodeConfig.PART_POWER, config.replicas(), RING_SEED));
        this.map = new DeviceMap(placement, devices);
        this.store = new ReplicaStore(
                world.ids(),
                placement,
                devices.stream().map(device -> new PlacedDevice(device, 0)).toList(),
                config.replicaLimits(),
                world.nanoTime(),
                world.threads(),
                repairs);
        this.healer = new BlobHealer(map, pace(config.repairBytesPerSecond()));
        this.antiEntropy = new AntiEntropy(map, healer);
    }

    /// Each device is a zone of its own, for that is what they have in common: nothing.
    private static List<Device> ringDevices(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> Device.of(index, 1, index + 1, "127.0.0.1", 6200, "d" + index, 100))
                .toList();
    }

    /// Opens all devices; blocks until they have caught up after a crash.
    ///
    /// @throws RuntimeException with a message for the operator, if a device folder is another device's or
    ///     cluster's, of another release, or in use; nothing is open then
    public static ObjectNode open(NodeConfig config, World world, DeviceOpener opener) {
        return new ObjectNode(config, world, opener);
    }

    private Pace pace(long perSecond) {
        return new Pace(perSecond, world.nanoTime(), stop);
    }

    /// Starts repair, which needs no rows.
    public void start() {
        if (config.replicas() == 1 && config.devices() == 1) return; // There is no other copy to repair from.
        startDaemon("repair", config.repairDelay(), () -> repairs.healDue(healer));
        startDaemon("anti-entropy", config.antiEntropyRest(), antiEntropy::round);
    }

    /// Starts the reclaimer on the rows that name this node's blobs.
    public void startReclaimer(DeadBlobs queue, BlobOwners owners) {
        var dead = new DeadBlobSweep(
                queue,
                store,
                config.reclaimLimits(),
                pace(config.deadBlobsPerSecond()),
                world.clock(),
                world.threads());
        var orphan = new OrphanSweep(
                map, owners, store, config.reclaimLimits(), pace(config.orphansPerSecond()), world.clock());
        deadBlobs = dead;
        orphans = orphan;
        startDaemon("reclaimer", config.deadBlobsRest(), dead::round);
        startDaemon("orphan-sweep", config.orphansRest(), orphan::round);
    }

    private void startDaemon(String name, java.time.Duration rest, Daemon.Round round) {
        var daemon = new Daemon(name, rest, world.threads(), stop, round);
        synchronized (daemons) {
            daemons.add(daemon);
        }
        daemon.start();
    }

    /// Where blobs are written and read.
    public BlobStore store() {
        return store;
    }

    /// The devices, for the server that lets other nodes reach them.
    public List<BlobDevice> devices() {
        return List.copyOf(devices);
    }

    public NodeStatus status() {
        return new NodeStatus(
                devices.stream()
                        .map(device -> new NodeStatus.NamedDevice(device.name(), device.status()))
                        .toList(),
                store.sharedBuffersInUse(),
                repairs.progress(),
                antiEntropy.progress(),
                Optional.ofNullable(deadBlobs).map(DeadBlobSweep::progress),
                Optional.ofNullable(orphans).map(OrphanSweep::progress));
    }

    /// Stops the daemons, then closes the devices, which syncs them.
    @Override
    public void close() {
        stop.stop();
        synchronized (daemons) {
            daemons.reversed().forEach(Daemon::close);
            daemons.clear();
        }
        devices.forEach(BlobDevice::close);
    }
}
