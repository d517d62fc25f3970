package torc.objectserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.id;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torc.common.version.VersionRange;
import torc.objectserver.api.BlobApi;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.CopyStanding;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.FakeBlobDevice;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.device.TestBlobs;

/// Nodes of two releases, one after the other, work together; those further apart say why they do not.
final class AdjacentVersionsTest {
    private static final BlobOwner OWNER =
            new BlobOwner(TestBlobs.OWNER.shard(), TestBlobs.OWNER.row(), TestBlobs.OWNER.deadline(), "AQIDBAUGBwg-_");

    private final FakeBlobDevice device = new FakeBlobDevice("d0");

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,1,1,2", "1,2,1,1", "1,2,1,2", "1,2,2,3", "2,3,1,2"})
    void d18_aNodeAndOneOfTheReleaseBeforeOrBehindStoreListAndReadForEachOther(
            int clientOldest, int clientNewest, int serverOldest, int serverNewest) {
        var clients = new VersionRange(clientOldest, clientNewest);
        var servers = new VersionRange(serverOldest, serverNewest);
        try (var served = new ServedDevice(device, servers);
                var client = served.client(clients)) {
            try (var writer = ((BeginOutcome.Begun) client.begin(new BlobHeader(id(1), 3, OWNER, 10))).writer()) {
                writer.write(ByteBuffer.wrap(bytes(1, 10)));
                var _ = writer.commit();
            }

            var told = clients.common(servers).orElseThrow() > 1 ? OWNER : OWNER.withoutAbout();
            var stored = new StoredBlob(id(1), 3, told, 10);
            assertThat(client.list(3, Optional.empty(), 10)).containsExactly(stored);
            assertThat(client.head(id(1))).contains(stored);
            assertThat(TestBlobs.read(client, id(1))).isEqualTo(bytes(1, 10));
            assertThat(client.standing(3, id(1))).isEqualTo(new CopyStanding(Optional.of(stored), false, false));
            assertThat(client.checksum(id(1))).isEqualTo(device.checksum(id(1)));
            assertThat(client.digests(0, 10)).isEqualTo(device.digests(0, 10));
            assertThat(client.delete(id(1))).isEqualTo(new DeviceDeleteOutcome.Deleted());
            assertThat(client.deletions(3, Optional.empty(), 10)).containsExactly(id(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"3,4,1,2", "1,2,3,4"})
    void d18_nodesWithoutACommonVersionRefuseEachOtherAndSayWhy(
            int clientOldest, int clientNewest, int serverOldest, int serverNewest) {
        try (var served = new ServedDevice(device, new VersionRange(serverOldest, serverNewest));
                var client = served.client(new VersionRange(clientOldest, clientNewest))) {
            assertThatThrownBy(() -> client.list(3, Optional.empty(), 10))
                    .isInstanceOf(DeviceUnavailable.class)
                    .hasMessageContaining("speaks versions " + serverOldest + "-" + serverNewest)
                    .hasMessageContaining(clientOldest + "-" + clientNewest);
            assertThat(client.read(id(1), 0, 1)).isInstanceOf(DeviceReadOutcome.Unavailable.class);
            assertThat(client.delete(id(1))).isInstanceOf(DeviceDeleteOutcome.Unavailable.class);
            assertThat(client.begin(new BlobHeader(id(1), 3, OWNER, 10))).isInstanceOf(BeginOutcome.Unavailable.class);
        }
        assertThat(device.blobs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource("1,2")
    void whatThisReleaseSpeaksIsWhatTheTestsAssume(int oldest, int newest) {
        assertThat(BlobApi.SPOKEN).isEqualTo(new VersionRange(oldest, newest));
    }
}
