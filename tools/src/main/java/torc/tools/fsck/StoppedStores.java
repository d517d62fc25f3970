package torc.tools.fsck;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import torc.common.id.Ids;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.repair.KeptBlobs;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.RepairRequests;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ReplicaStore;
import torc.objectserver.replica.RingPlacement;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;
import torc.proxy.catalog.CatalogService;
import torc.proxy.catalog.ObjectsConfig;
import torc.proxy.encryption.Encryption;
import torc.ring.builder.RingRefused;
import torc.ring.log.RealDisk;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.embedded.MetadataConfig;
import torc.ring.metadata.embedded.StoreSurroundings;
import torc.ring.placement.Device;
import torc.ring.registry.Policy;
import torc.ring.registry.PolicyRegistry;
import torc.ring.registry.RingRegistry;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;
import torc.tools.data.EncryptionKeys;
import torc.tools.data.Layout;
import torc.tools.policies.PolicyStores;
import torc.tools.policies.Surroundings;

/// The stores of a data directory, opened as a start would open them, but without any daemon.
final class StoppedStores implements AutoCloseable {
    final EmbeddedMetadataStore rows;
    final PolicyStores blobs;
    final DeviceMap map;
    final CatalogService objects;
    final Ids ids;
    final Encryption encryption;
    private static final String FIRST_RING = "object";

    /// As `torc up` makes rings.
    private static final int PART_POWER = 10;

    private final List<AutoCloseable> opened = new ArrayList<>();

    StoppedStores(DataDirectory data, Layout layout, InstantSource clock) {
        this(data, layout, clock, false, List.of());
    }

    /// @param rebuilds whether metadata that is not there is begun anew
    /// @param policies those beside the first, as `torc up --policy` takes them, which are made if they are not
    /// there
    StoppedStores(DataDirectory data, Layout layout, InstantSource clock, boolean rebuilds, List<String> policies) {
        encryption =
                EncryptionKeys.read(data.root()).map(Encryption::readingOnly).orElse(Encryption.NONE);
        var whole = false;
        try {
            if (!Files.exists(data.objectRing()))
                throw new CommandFailed(ExitCode.DAMAGED, "the ring " + data.objectRing() + " is not there");
            var placement = new RingPlacement(data.readRing());
            if (!rebuilds) data.checkMetadata(layout);
            var random = new SecureRandom();
            ids = new Ids(random);
            rows = EmbeddedMetadataStore.open(
                    MetadataConfig.on(IntStream.range(0, layout.replicas())
                            .mapToObj(index -> data.device(index).resolve("metadata"))
                            .toList()),
                    new StoreSurroundings(
                            new RealDisk(),
                            random,
                            System::nanoTime,
                            Thread.ofPlatform().daemon().factory()));
            opened.add(rows);
            var devices = new ArrayList<BlobDevice>();
            for (int i = 0; i < layout.devices(); i++) devices.add(open(data, i, clock, random));
            var placed =
                    devices.stream().map(device -> new PlacedDevice(device, 0)).toList();
            var first = new ReplicaStore(
                    ids,
                    placement,
                    placed,
                    ReplicaLimits.standard(),
                    System::nanoTime,
                    Thread.ofVirtual().factory(),
                    RepairRequests.none());
            map = new DeviceMap(placement, devices);
            blobs = allPolicies(first, placed, clock, policies);
            objects = new CatalogService(rows, blobs, ObjectsConfig.DEFAULTS, clock, ids);
            opened.add(objects);
            whole = true;
        } finally {
            if (!whole) close();
        }
    }

    /// What each ring keeps.
    List<KeptBlobs> kept() {
        var kept = new ArrayList<>(blobs.kept().values());
        kept.add(new KeptBlobs(map, false));
        return kept;
    }

    private PolicyStores allPolicies(
            ReplicaStore first, List<PlacedDevice> placed, InstantSource clock, List<String> policies) {
        var byName = placed.stream()
                .collect(Collectors.toMap(device -> device.device().name(), device -> device));
        var rings = new RingRegistry(rows, ids, clock);
        var registry = new PolicyRegistry(rows, rings, FIRST_RING);
        for (var policy : policies) make(policy, registry, placed.size());
        return new PolicyStores(
                first,
                "default",
                FIRST_RING,
                registry,
                rings,
                () -> device -> Objects.requireNonNull(byName.get(device.name())),
                new Surroundings(
                        ids, System::nanoTime, Thread.ofVirtual().factory(), Duration.ofSeconds(30), Duration.ZERO));
    }

    /// As a start with `--policy` makes it: the same devices come to the same ring, where its fragments are.
    private static void make(String policy, PolicyRegistry registry, int devices) {
        var equals = policy.indexOf('=');
        try {
            var _ = registry.add(
                    policy.substring(0, Math.max(0, equals)),
                    Policy.kind(policy.substring(equals + 1)),
                    PART_POWER,
                    1,
                    builder -> {
                        for (int i = 0; i < devices; i++)
                            builder.addWithId(Device.of(i, 1, i + 1, "127.0.0.1", 6200, "d" + i, 100));
                    });
        } catch (RingRefused | IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.BAD_CONFIG, "The policy " + policy + " cannot be made: " + e.getMessage());
        }
    }

    private SegmentBlobDevice open(DataDirectory data, int index, InstantSource clock, SecureRandom random) {
        var folder = data.device(index).resolve("blobs");
        // A device that is made anew would look as if it had lost everything, and would be counted as sound.
        if (!Files.isDirectory(folder)) throw new CommandFailed(ExitCode.DAMAGED, "the device " + folder + " is away");
        var config = SegmentDeviceConfig.of("d" + index, folder)
                .withZeroAheadBytes(0)
                .withoutUpkeep();
        var device = SegmentBlobDevice.open(config, clock, System::nanoTime, random);
        opened.add(device);
        return device;
    }

    @Override
    public void close() {
        Optional<Exception> failure = Optional.empty();
        for (var part : opened.reversed()) {
            try {
                part.close();
            } catch (Exception failed) {
                failure = failure.or(() -> Optional.of(failed));
            }
        }
        opened.clear();
        if (failure.isPresent()) throw new IllegalStateException("cannot close the stores", failure.get());
    }
}
