package torc.objectserver.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.OWNER;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.drain;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.segment.DeviceRefused;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;

/// A node over real devices: files, index and all.
class SegmentNodeTest {
    private static final Id128 CLUSTER = new Id128(3, 4);

    @TempDir
    private Path data;

    private ObjectNode open(Id128 cluster) {
        var world = new ObjectNode.World(
                new Ids(new Random(data.hashCode())),
                InstantSource.system(),
                System::nanoTime,
                Thread.ofVirtual().factory());
        return ObjectNode.open(NodeConfig.of(data, cluster, 3, 3), world, (name, folder, damaged) -> {
            var config = SegmentDeviceConfig.of(name, folder)
                    .withSegmentBytes(8 << 20)
                    .withZeroAheadBytes(0)
                    .withoutUpkeep();
            var device = SegmentBlobDevice.open(config, InstantSource.system(), System::nanoTime, new Random(1));
            device.onDamage((blob, _) -> damaged.accept(blob));
            return device;
        });
    }

    private static Id128 put(ObjectNode node, byte[] content) {
        try (var writer = node.store().create(OWNER, content.length)) {
            writer.write(ByteBuffer.wrap(content));
            assertThat(writer.commit()).isEqualTo(new BlobWriteOutcome.Stored(content.length, 3));
            return writer.id();
        }
    }

    private static byte[] read(ObjectNode node, Id128 blob) {
        return switch (node.store().read(blob, 0, Long.MAX_VALUE)) {
            case BlobReadOutcome.Opened(var source) -> drain(source);
            case BlobReadOutcome other -> throw new IllegalStateException(other.toString());
        };
    }

    @Test
    void whatWasStoredIsThereAfterTheNodeWasOpenedAgain() {
        var blobs = new ArrayList<Id128>();
        try (var node = open(CLUSTER)) {
            for (var i = 0; i < 20; i++) blobs.add(put(node, bytes(i, i * 30_000)));
        }

        try (var node = open(CLUSTER)) {
            for (var i = 0; i < 20; i++) assertThat(read(node, blobs.get(i))).isEqualTo(bytes(i, i * 30_000));
        }
    }

    @Test
    void f07_zeroedSegmentBytesOfOneDeviceAreNeverServedAndAreRepaired() throws Exception {
        try (var node = open(CLUSTER)) {
            var blobs = new ArrayList<Id128>();
            for (var i = 0; i < 20; i++) blobs.add(put(node, bytes(i, 300_000)));
            for (var segment : segmentsOf("d0")) zeroTheMiddle(segment);
            node.start();

            for (var i = 0; i < 20; i++) assertThat(read(node, blobs.get(i))).isEqualTo(bytes(i, 300_000));
            var first = node.devices().getFirst();
            var atLeast = blobs.stream().filter(blob -> isDamaged(first, blob)).count();
            assertThat(atLeast + node.status().repair().copied())
                    .as("the damage is there")
                    .isPositive();

            TestCluster.eventually(() ->
                    first.status().quarantined() == 0 && node.status().repair().copied() >= Math.max(1, atLeast));
            for (var device : node.devices())
                for (var i = 0; i < 20; i++)
                    assertThat(torc.objectserver.device.TestBlobs.read(device, blobs.get(i)))
                            .isEqualTo(bytes(i, 300_000));
        }
    }

    /// Reads a whole copy, as the auditor does.
    private static boolean isDamaged(BlobDevice device, Id128 blob) {
        switch (device.read(blob, 0, Long.MAX_VALUE)) {
            case DeviceReadOutcome.Opened(var _, var source) -> {
                try {
                    return drain(source).length == 0;
                } catch (BlobDamaged e) {
                    return true;
                }
            }
            case DeviceReadOutcome.Damaged _ -> {
                return true;
            }
            case DeviceReadOutcome other -> throw new IllegalStateException(other.toString());
        }
    }

    private List<Path> segmentsOf(String device) throws IOException {
        try (var files = Files.list(data.resolve("devices").resolve(device).resolve("segments"))) {
            return files.toList();
        }
    }

    /// Every 64 KiB beyond the first MiB loses a few bytes.
    private static void zeroTheMiddle(Path segment) throws IOException {
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            for (var at = 1L << 20; at < Math.min(file.length(), 2L << 20); at += 64 << 10) {
                file.seek(at + 100);
                file.write(new byte[64]);
            }
        }
    }

    @Test
    void aDeviceOfAnotherClusterIsRefusedAndSoIsOneInUse() {
        var node = open(CLUSTER);
        assertThatThrownBy(() -> open(CLUSTER))
                .isInstanceOf(DeviceRefused.class)
                .hasMessageContaining("in use");
        node.close();

        assertThatThrownBy(() -> open(new Id128(9, 9))).isInstanceOf(DeviceRefused.class);
        open(CLUSTER).close();
    }
}
