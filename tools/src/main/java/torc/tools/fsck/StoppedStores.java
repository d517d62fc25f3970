package torc.tools.fsck;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import torc.common.id.Ids;
import torc.objectserver.device.BlobDevice;
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
import torc.ring.file.RingFile;
import torc.ring.log.RealDisk;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.embedded.MetadataConfig;
import torc.ring.metadata.embedded.StoreSurroundings;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;
import torc.tools.data.Layout;

/// The stores of a data directory, opened as a start would open them, but without any daemon.
final class StoppedStores implements AutoCloseable {
    final EmbeddedMetadataStore rows;
    final ReplicaStore blobs;
    final DeviceMap map;
    final CatalogService objects;
    private final List<AutoCloseable> opened = new ArrayList<>();

    StoppedStores(DataDirectory data, Layout layout, InstantSource clock) {
        var whole = false;
        try {
            if (!Files.exists(data.objectRing()))
                throw new CommandFailed(ExitCode.DAMAGED, "the ring " + data.objectRing() + " is not there");
            var placement = new RingPlacement(RingFile.read(data.objectRing()).ring());
            var random = new SecureRandom();
            var ids = new Ids(random);
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
            blobs = new ReplicaStore(
                    ids,
                    placement,
                    devices.stream().map(device -> new PlacedDevice(device, 0)).toList(),
                    ReplicaLimits.standard(),
                    System::nanoTime,
                    Thread.ofVirtual().factory(),
                    RepairRequests.none());
            map = new DeviceMap(placement, devices);
            objects = new CatalogService(rows, blobs, ObjectsConfig.DEFAULTS, clock, ids);
            opened.add(objects);
            whole = true;
        } finally {
            if (!whole) close();
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
