package torc.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.http.server.FlippingProxy;
import torc.common.id.Id128;
import torc.common.tls.NodeTls;
import torc.objectserver.client.HttpBlobDevice;
import torc.objectserver.client.InnerAddress;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceUnavailable;
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

    /// FAULTS F15.
    @Test
    void f15_aBitThatIsFlippedBetweenNodesStoresNothing() throws Exception {
        var bytes = TestBlobs.bytes(1, 200_000);
        long sent;
        try (var proxy = new FlippingProxy(first.port(), FlippingProxy.Sender.CLIENT, -1);
                var remote = through(proxy)) {
            assertThat(TestBlobs.put(remote, TestBlobs.id(1), 1, bytes)).isInstanceOf(DeviceWriteOutcome.Durable.class);
            sent = proxy.passed();
        }
        var random = new Random(15);
        var refused = 0;
        for (int i = 2; i < 42; i++) {
            // Half of them in the beginning, where the two agree on keys and the request has its head.
            var place = i % 2 == 0 ? random.nextLong(4_000) : random.nextLong(sent);
            try (var proxy = new FlippingProxy(first.port(), FlippingProxy.Sender.CLIENT, place);
                    var remote = through(proxy)) {
                if (!isStored(remote, TestBlobs.id(i), bytes)) refused++;
                else assertThat(TestBlobs.read(device, TestBlobs.id(i))).isEqualTo(bytes);
            }
        }

        // What is damaged after the last byte of the request, if anything, comes too late to matter.
        assertThat(refused).isGreaterThanOrEqualTo(38);
        assertThat(device.blobs()).hasSize(41 - refused);
    }

    /// FAULTS F15.
    @Test
    void f15_aBitThatIsFlippedBetweenNodesIsNeverRead() throws Exception {
        var bytes = TestBlobs.bytes(1, 200_000);
        TestBlobs.put(device, TestBlobs.id(1), 1, bytes);
        var random = new Random(15);
        var refused = 0;
        for (int i = 0; i < 30; i++) {
            try (var proxy = new FlippingProxy(first.port(), FlippingProxy.Sender.SERVER, random.nextLong(200_000));
                    var remote = through(proxy)) {
                assertThat(TestBlobs.read(remote, TestBlobs.id(1))).isEqualTo(bytes);
            } catch (IllegalStateException | DeviceUnavailable damaged) {
                refused++;
            }
        }

        assertThat(refused).isEqualTo(30);
    }

    private static boolean isStored(HttpBlobDevice remote, Id128 blob, byte[] bytes) {
        return switch (remote.begin(TestBlobs.header(blob, 1, bytes.length))) {
            case BeginOutcome.Begun(var writer) -> {
                try (writer) {
                    writer.write(ByteBuffer.wrap(bytes));
                    yield writer.commit() instanceof DeviceWriteOutcome.Durable;
                }
            }
            case BeginOutcome _ -> false;
        };
    }

    private HttpBlobDevice through(FlippingProxy proxy) {
        var tls = new InnerAddress.Tls(first.tls, first.identity.nodeId());
        var address = new InnerAddress("127.0.0.1", proxy.port(), 2, Duration.ofSeconds(2), Optional.of(tls));
        return new HttpBlobDevice("d0", "d0", address);
    }

    @Test
    void aNodesDeviceIsNeverReachedInClear() {
        assertThatThrownBy(() -> new HttpBlobDevice("d0", "d0", InnerAddress.of("127.0.0.1", first.port())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
