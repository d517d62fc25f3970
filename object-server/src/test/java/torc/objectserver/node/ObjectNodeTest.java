package torc.objectserver.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.OWNER;
import static torc.objectserver.device.TestBlobs.bytes;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.FakeBlobDevice;
import torc.objectserver.reclaim.BlobOwners;
import torc.objectserver.reclaim.DeadBlobs;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.TestCluster;

class ObjectNodeTest {
    private static final Id128 CLUSTER = new Id128(1, 2);

    @TempDir
    private Path data;

    private final Map<String, FakeBlobDevice> fakes = new HashMap<>();

    private ObjectNode open(int devices, int replicas) {
        return open(NodeConfig.of(data, CLUSTER, devices, replicas));
    }

    private ObjectNode open(NodeConfig config) {
        var world = new ObjectNode.World(
                new Ids(new Random(1)),
                InstantSource.system(),
                System::nanoTime,
                Thread.ofVirtual().factory());
        return ObjectNode.open(config, world, (name, folder, _) -> {
            folder.toFile().mkdirs();
            return fakes.computeIfAbsent(name, FakeBlobDevice::new);
        });
    }

    private static Id128 put(ObjectNode node, byte[] content) {
        try (var writer = node.store().create(OWNER, content.length)) {
            writer.write(ByteBuffer.wrap(content));
            assertThat(writer.commit()).isInstanceOf(BlobWriteOutcome.Stored.class);
            return writer.id();
        }
    }

    @Test
    void copiesAreSpreadEvenlyOverTheDevices() {
        try (var node = open(4, 2)) {
            for (var i = 0; i < 400; i++) put(node, bytes(i, 10));

            assertThat(node.status().devices())
                    .allSatisfy(device -> assertThat(device.status().blobs()).isBetween(150L, 250L));
        }
    }

    @Test
    void aDeviceFolderThatWouldBeLeftOutIsRefused() {
        open(3, 3).close();
        fakes.clear();

        assertThatThrownBy(() -> open(2, 2))
                .isInstanceOf(NodeRefused.class)
                .hasMessageContaining("d2")
                .hasMessageContaining("--devices");
        assertThat(fakes).isEmpty();
    }

    @Test
    void moreReplicasThanDevicesAreRefused() {
        assertThatThrownBy(() -> open(2, 3)).isInstanceOf(NodeRefused.class).hasMessageContaining("--replicas");
        assertThatThrownBy(() -> open(0, 1)).isInstanceOf(NodeRefused.class);
    }

    @Test
    void ifOneDeviceIsRefusedTheOthersAreClosedAgain() {
        var closed = new ArrayList<String>();
        assertThatThrownBy(() -> ObjectNode.open(
                        NodeConfig.of(data, CLUSTER, 3, 1),
                        new ObjectNode.World(
                                new Ids(new Random(1)),
                                InstantSource.system(),
                                System::nanoTime,
                                Thread.ofVirtual().factory()),
                        (name, _, _) -> {
                            if (name.startsWith("d2")) throw new IllegalStateException("in use");
                            closed.add(name);
                            return new FakeBlobDevice(name);
                        }))
                .hasMessage("in use");
        assertThat(closed).hasSize(2);
        assertThat(Files.exists(data)).isTrue();
    }

    @Test
    void daemonsHealAndReclaimUntilTheNodeIsClosed() {
        var config = new NodeConfig(
                data,
                CLUSTER,
                3,
                3,
                ReplicaLimits.standard(),
                torc.objectserver.reclaim.ReclaimLimits.standard(),
                1L << 30,
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                1000,
                Duration.ofMillis(5),
                1000,
                Duration.ofMillis(5));
        var node = open(config);
        var damaged = put(node, bytes(1, 1000));
        var dead = put(node, bytes(2, 1000));
        node.start();
        node.startReclaimer(new OneDead(dead), blob -> BlobOwners.Naming.NAMED);

        fakes.values().iterator().next().damage(damaged);
        fakes.values().forEach(fake -> {
            try {
                torc.objectserver.device.TestBlobs.read(fake, damaged);
            } catch (torc.objectserver.device.BlobDamaged e) {
                assertThat(e).hasMessageContaining("checksum");
            }
        });

        TestCluster.eventually(
                () -> fakes.values().stream().allMatch(fake -> fake.blobs().equals(java.util.Set.of(damaged))));
        node.close();
        assertThat(node.status().orphans().orElseThrow().deleted()).isZero();
        assertThat(node.status().deadBlobs().orElseThrow().deleted()).isEqualTo(1);
    }

    private static final class OneDead implements DeadBlobs {
        private List<DeadBlob> entries;

        OneDead(Id128 blob) {
            entries = List.of(new DeadBlob("1", blob));
        }

        @Override
        public List<DeadBlob> due(java.time.Instant now, Optional<String> after, int limit) {
            return after.isEmpty() ? entries : List.of();
        }

        @Override
        public void done(List<DeadBlob> blobs) {
            entries = List.of();
        }
    }
}
