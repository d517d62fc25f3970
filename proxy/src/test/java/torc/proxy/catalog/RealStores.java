package torc.proxy.catalog;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.stream.IntStream;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.Placement;
import torc.objectserver.replica.RepairRequests;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ReplicaStore;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;
import torc.ring.log.LogConfig;
import torc.ring.log.RealDisk;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.embedded.MetadataConfig;
import torc.ring.metadata.embedded.StoreSurroundings;

/// The engines that a process has on one device, in a folder.
final class RealStores implements AutoCloseable {
    private final EmbeddedMetadataStore rows;
    private final SegmentBlobDevice device;
    private final ReplicaStore blobs;

    /// @param small whether segments are so small that a test does not write much
    RealStores(Path folder, boolean small) {
        var metadata = MetadataConfig.on(List.of(folder.resolve("meta")));
        var segments = SegmentDeviceConfig.of("d1", folder.resolve("blobs"));
        rows = EmbeddedMetadataStore.open(
                small
                        ? metadata.withLog(new LogConfig(
                                        256 << 10, 64 << 10, 256 << 10, Duration.ofMillis(2), Duration.ofSeconds(10)))
                                .withReserve(0)
                        : metadata,
                new StoreSurroundings(
                        new RealDisk(),
                        new Random(7),
                        System::nanoTime,
                        Thread.ofPlatform().daemon().factory()));
        device = SegmentBlobDevice.open(
                small
                        ? segments.withSegmentBytes(16 << 20)
                                .withHeadroomBytes(1 << 20)
                                .withZeroAheadBytes(0)
                                .withoutUpkeep()
                        : segments,
                InstantSource.system(),
                System::nanoTime,
                new Random(1));
        blobs = new ReplicaStore(
                new Ids(new Random(3)),
                new OneDevice(),
                List.of(new PlacedDevice(device, 0)),
                ReplicaLimits.standard(),
                System::nanoTime,
                Thread.ofVirtual().factory(),
                RepairRequests.none());
    }

    MetadataStore rows() {
        return rows;
    }

    BlobStore blobs() {
        return blobs;
    }

    @Override
    public void close() {
        rows.close();
        device.close();
    }

    private record OneDevice() implements Placement {
        @Override
        public int partition(Id128 blob) {
            return 0;
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public int replicas() {
            return 1;
        }

        @Override
        public int primary(int partition, int replica) {
            return 0;
        }

        @Override
        public PrimitiveIterator.OfInt handoffs(int partition) {
            return IntStream.empty().iterator();
        }
    }
}
