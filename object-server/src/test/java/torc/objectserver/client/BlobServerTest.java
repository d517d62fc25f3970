package torc.objectserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.header;
import static torc.objectserver.device.TestBlobs.id;
import static torc.objectserver.device.TestBlobs.put;
import static torc.objectserver.device.TestBlobs.read;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.common.stream.ByteSource;
import torc.objectserver.api.BlobApi;
import torc.objectserver.api.ClusterSecret;
import torc.objectserver.api.Wire;
import torc.objectserver.api.WireDamaged;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.replica.UnrulyDevice;

class BlobServerTest {
    private final UnrulyDevice device = new UnrulyDevice("d0");
    private final ServedDevice served = new ServedDevice(device);
    private final HttpBlobDevice client = served.client();

    @AfterEach
    void stop() {
        client.close();
        served.close();
    }

    /// Sends a request as it stands and returns the status line's status.
    private int raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(line.substring(9));
        }
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    private static final String KNOWS = BlobApi.SECRET + ": " + ServedDevice.SECRET.reveal();

    @Test
    void r04_twoClustersShareNoSecretAndWithoutThisOnesNothingIsAnswered() throws Exception {
        put(device, id(1), 1, bytes(1, 10));
        var other = ClusterSecret.draw(new Random(7)).reveal();
        assertThat(other).isNotEqualTo(ServedDevice.SECRET.reveal());
        var path = BlobApi.blob("d0", id(1)) + "?first=0&end=10";

        assertThat(raw(get(path, KNOWS))).isEqualTo(200);
        assertThat(raw(get(path))).isEqualTo(403);
        assertThat(raw(get(path, BlobApi.SECRET + ": "))).isEqualTo(403);
        assertThat(raw(get(path, BlobApi.SECRET + ": " + other))).isEqualTo(403);
        assertThat(raw(get(path, KNOWS, BlobApi.SECRET + ": " + other))).isEqualTo(403);
        assertThat(raw(get(path, KNOWS).replace("GET", "DELETE").replace(ServedDevice.SECRET.reveal(), other)))
                .isEqualTo(403);
        assertThat(device.fake().blobs()).containsExactly(id(1));
        assertThat(ServedDevice.SECRET).hasToString("***");
    }

    @Test
    void readersThatTakeTheirTimeKeepNobodyFromTheDevice() {
        put(device, id(1), 1, bytes(1, 3 << 20));
        var slow = new ArrayList<ByteSource>();
        try {
            for (var reader = 0; reader < 300; reader++) {
                var outcome = client.read(id(1), 0, 3 << 20);
                assertThat(outcome).isInstanceOf(DeviceReadOutcome.Opened.class);
                slow.add(((DeviceReadOutcome.Opened) outcome).source());
            }

            put(client, id(2), 1, bytes(2, 1_000));
            assertThat(read(client, id(2))).isEqualTo(bytes(2, 1_000));
        } finally {
            slow.forEach(ByteSource::close);
        }
    }

    @Test
    void r04_idsAndNamesHaveOneSpelling() throws Exception {
        put(device, id(1), 1, bytes(1, 10));
        var good = id(1).toString();
        assertThat(raw(get("/v1/devices/d0/blobs/" + good + "?first=0&end=1", KNOWS)))
                .isEqualTo(200);

        for (var path : new String[] {
            "/v1/devices/d0/blobs/" + good.toUpperCase(java.util.Locale.ROOT),
            "/v1/devices/d0/blobs/" + good + "0",
            "/v1/devices/d0/copies/" + good.toUpperCase(java.util.Locale.ROOT),
            "/v1/devices/d0/blobs/../" + good,
            "/v1/devices/d0/blobs/%2e%2e",
            "/v1/devices/d0/blobs/" + good.substring(1) + "%",
            "/v1/devices/../blobs/" + good,
            "/v1/devices/d0%2f..%2fd0/blobs/" + good,
            "/v1/devices//blobs/" + good,
            "/v1/devices/d0/partitions/-1/blobs?limit=1",
            "/v1/devices/d0/partitions/99999999999/blobs?limit=1",
            "/v1/devices/d0/digests?first=0&end=99999999999999999999",
            "/v1/devices/d0/digests?first=5&end=4",
            "/v1/devices/d0/partitions/1/blobs?limit=1&limit=2",
            "/v1/devices/d0/partitions/1/blobs?limit=x",
            "/v1/devices/d0/partitions/1/blobs",
            "/v1/devices/d0/blobs/" + good + "?first=2&end=1",
            "/v2/devices/d0/status",
            "/"
        }) assertThat(raw(get(path, KNOWS))).as(path).isEqualTo(400);
        assertThat(raw(get("/v1/devices/d1/status", KNOWS))).isEqualTo(404);
        assertThat(raw(get("/v1/devices/d0/copies/" + good, KNOWS))).isEqualTo(405);
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() throws Exception {
        var path = BlobApi.blob("d0", id(5));
        var owner = java.util.Base64.getUrlEncoder().encodeToString(Wire.owner(TestBlobs.OWNER));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            var head = "PUT " + path + " HTTP/1.1\r\nHost: x\r\n" + KNOWS + "\r\n" + BlobApi.PARTITION + ": 1\r\n"
                    + BlobApi.MAX_BYTES + ": 1000\r\n" + BlobApi.OWNER + ": " + owner
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(new byte[50]);
            TestCluster.eventually(() -> device.open() == 1);
        }

        TestCluster.eventually(() -> device.open() == 0);
        assertThat(device.fake().blobs()).isEmpty();
    }

    @Test
    void aBodyWithoutItsEndMarkOrLongerThanAnnouncedLeavesNothing() throws Exception {
        var owner = java.util.Base64.getUrlEncoder().encodeToString(Wire.owner(TestBlobs.OWNER));
        for (var body : new String[] {"", "data", "dataA", "dataX", "0123456789abcC"}) {
            var status = raw("PUT " + BlobApi.blob("d0", id(5)) + " HTTP/1.1\r\nHost: x\r\n" + KNOWS + "\r\n"
                    + BlobApi.PARTITION + ": 1\r\n" + BlobApi.MAX_BYTES + ": 10\r\n" + BlobApi.OWNER + ": " + owner
                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(status).as(body).isEqualTo(body.equals("dataA") ? 204 : 400);
            assertThat(device.fake().blobs()).isEmpty();
        }
        TestCluster.eventually(() -> device.open() == 0);
        assertThat(put(client, id(5), 1, bytes(1, 10))).isNotNull();
        assertThat(read(device, id(5))).isEqualTo(bytes(1, 10));
    }

    @Test
    void everyOutcomeOfADeviceCrossesTheWire() {
        device.fake().limitTo(5);
        assertThat(client.begin(header(id(1), 1, 10))).isEqualTo(new BeginOutcome.Full(5));
        device.fake().limitTo(1000);
        put(client, id(1), 1, bytes(1, 10));
        assertThat(client.begin(header(id(1), 1, 10))).isEqualTo(new BeginOutcome.Exists());
        device.leave();
        assertThat(client.begin(header(id(2), 1, 10))).isEqualTo(new BeginOutcome.Unavailable("away"));
        assertThat(client.read(id(1), 0, 1)).isEqualTo(new DeviceReadOutcome.Unavailable("away"));
        assertThat(client.delete(id(1))).isEqualTo(new DeviceDeleteOutcome.Unavailable("away"));
        assertThatThrownBy(() -> client.head(id(1))).isInstanceOf(DeviceUnavailable.class);
        assertThatThrownBy(() -> client.digests(0, 10)).isInstanceOf(DeviceUnavailable.class);
        device.comeBack();
        assertThat(client.status().blobs()).isEqualTo(1);
    }

    @Test
    void aNodeOrDeviceThatIsNotThereIsNoProofThatABlobIsGone() {
        var elsewhere = new HttpBlobDevice("d9", InnerAddress.of("127.0.0.1", served.port()), ServedDevice.SECRET);
        assertThat(elsewhere.delete(id(1))).isInstanceOf(DeviceDeleteOutcome.Unavailable.class);
        assertThat(elsewhere.read(id(1), 0, 1)).isInstanceOf(DeviceReadOutcome.Unavailable.class);
        assertThatThrownBy(() -> elsewhere.head(id(1))).isInstanceOf(DeviceUnavailable.class);
        elsewhere.close();
        served.close();

        assertThat(client.begin(header(id(1), 1, 10))).isInstanceOf(BeginOutcome.Unavailable.class);
        assertThat(client.read(id(1), 0, 1)).isInstanceOf(DeviceReadOutcome.Unavailable.class);
        assertThat(client.delete(id(1))).isInstanceOf(DeviceDeleteOutcome.Unavailable.class);
    }

    @Test
    void readersAndWritersThatGoAwayLeaveNothingOpen() {
        put(client, id(1), 1, bytes(1, 3_000_000));
        for (var i = 0; i < 50; i++) {
            var opened = (DeviceReadOutcome.Opened) client.read(id(1), 0, 3_000_000);
            opened.source().next();
            opened.source().close();
            var begun = (BeginOutcome.Begun) client.begin(header(id(100 + i), 1, 100));
            begun.writer().write(ByteBuffer.wrap(bytes(1, 50)));
            begun.writer().close();
        }

        TestCluster.eventually(() -> device.open() == 0);
        assertThat(device.fake().blobs()).containsExactly(id(1));
    }

    @Test
    void r06_randomBytesAreRefusedByEveryDecoder() {
        var random = new Random(20261122);
        for (var round = 0; round < 20_000; round++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (random.nextBoolean() && bytes.length >= 4)
                ByteBuffer.wrap(bytes).putInt(0, random.nextInt(4));
            refusedOrRead(() -> Wire.blobs(bytes, 1));
            refusedOrRead(() -> Wire.blobs(bytes, 2));
            refusedOrRead(() -> Wire.ids(bytes));
            refusedOrRead(() -> Wire.digests(bytes));
            refusedOrRead(() -> Wire.status(bytes));
            refusedOrRead(() -> Wire.owner(bytes));
        }
        assertThat(Wire.owner(Wire.owner(TestBlobs.OWNER))).isEqualTo(TestBlobs.OWNER);
    }

    private static void refusedOrRead(Runnable decoding) {
        try {
            decoding.run();
        } catch (WireDamaged e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
