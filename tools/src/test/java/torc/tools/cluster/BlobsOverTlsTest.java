package torc.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.tls.NodeTls;
import torc.objectserver.client.HttpBlobDevice;
import torc.objectserver.client.InnerAddress;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.FakeBlobDevice;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.server.BlobServer;

/// Blobs between nodes over mutual TLS.
final class BlobsOverTlsTest {
    private static final int LENGTH = 3 << 20;

    @TempDir
    Path folder;

    private final FakeBlobDevice device = new FakeBlobDevice("d0");
    private TestNode first;

    @BeforeEach
    void found() {
        first = new TestNode(folder.resolve("n1"), BlobServer.forNodes(List.of(device)));
    }

    @AfterEach
    void end() {
        first.close();
    }

    private HttpBlobDevice reached(NodeTls as, String nodeId) {
        return new HttpBlobDevice("d0", "d0", InnerAddress.of("127.0.0.1", first.port(), as, nodeId));
    }

    @Test
    void aNodeStoresAndReadsBlobsOnAnother() {
        try (var remote = reached(first.tls, first.identity.nodeId())) {
            var bytes = TestBlobs.bytes(1, LENGTH);

            TestBlobs.put(remote, TestBlobs.id(1), 1, bytes);

            assertThat(device.blobs()).containsExactly(TestBlobs.id(1));
            assertThat(TestBlobs.read(remote, TestBlobs.id(1))).isEqualTo(bytes);
            assertThat(TestBlobs.read(remote, TestBlobs.id(1), 70_000, 2_000_000))
                    .isEqualTo(java.util.Arrays.copyOfRange(bytes, 70_000, 2_000_000));
        }
    }

    @Test
    void r04_r05_noBlobIsGivenToAnotherClusterOrAskedOfAnotherNode() {
        TestBlobs.put(device, TestBlobs.id(1), 1, TestBlobs.bytes(1, 100));
        try (var foreign = new TestNode(folder.resolve("foreign"));
                var asForeigner = reached(foreign.tls, first.identity.nodeId());
                var toAnother = reached(first.tls, foreign.identity.nodeId());
                var right = reached(first.tls, first.identity.nodeId())) {
            for (var wrong : List.of(asForeigner, toAnother)) {
                assertThat(wrong.read(TestBlobs.id(1), 0, 100)).isInstanceOf(DeviceReadOutcome.Unavailable.class);
                assertThat(wrong.begin(TestBlobs.header(TestBlobs.id(2), 1, 100)))
                        .isInstanceOf(BeginOutcome.Unavailable.class);
            }
            assertThat(TestBlobs.read(right, TestBlobs.id(1))).hasSize(100);
        }
        assertThat(device.blobs()).containsExactly(TestBlobs.id(1));
    }

    @Test
    void aNodesDeviceIsNeverReachedInClear() {
        assertThatThrownBy(() -> new HttpBlobDevice("d0", "d0", InnerAddress.of("127.0.0.1", first.port())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
