package torc.objectserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpResponse;
import torc.objectserver.api.BlobApi;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.replica.UnrulyDevice;

class InnerHttpTest {
    private static final Map<String, String> KNOWS = Map.of(BlobApi.SECRET, ServedDevice.SECRET.reveal());

    @Test
    void anAnswerWhoseLengthIsNoNumberIsNoAnswerAndKeepsNoConnection() {
        var said = new AtomicReference<>("");
        HttpHandler strange = _ -> HttpResponse.of(
                200,
                Headers.builder()
                        .add(BlobApi.BLOB_BYTES, Objects.requireNonNull(said.get()))
                        .build(),
                new byte[1 << 20]);
        try (var served = new ServedDevice("d0", strange);
                var device = new HttpBlobDevice(
                        "d0",
                        new InnerAddress("127.0.0.1", served.port(), 1, Duration.ofSeconds(5), Optional.empty()),
                        ServedDevice.SECRET)) {
            for (var length : new String[] {"many", "-5", "", "1 2", "99999999999999999999"}) {
                said.set(length);
                assertThat(device.read(TestBlobs.id(1), 0, 10)).isInstanceOf(DeviceReadOutcome.Unavailable.class);
            }
            said.set(Integer.toString(1 << 20));
            assertThat(TestBlobs.read(device, TestBlobs.id(1))).hasSize(1 << 20);
        }
    }

    @Test
    void aCallThatGotNoConnectionInTimeDoesNotKeepTheOneThatComesLater() {
        var device = new UnrulyDevice("d0");
        var content = TestBlobs.bytes(1, 3_000_000);
        TestBlobs.put(device, TestBlobs.id(1), 1, content);
        var path = BlobApi.blob("d0", TestBlobs.id(1)) + "?first=0&end=" + content.length;
        try (var served = new ServedDevice(device);
                var http = new InnerHttp(
                        new InnerAddress("127.0.0.1", served.port(), 1, Duration.ofSeconds(3), Optional.empty()))) {
            var onlyConnection = http.ask("GET", path, KNOWS);

            assertThatThrownBy(() -> http.ask("GET", path, KNOWS)).isInstanceOf(NodeUnreachable.class);
            onlyConnection.body().close();

            for (var i = 0; i < 3; i++) {
                var answer = http.ask("GET", path, KNOWS);
                assertThat(HttpBlobSource.all(answer.body(), content.length)).isEqualTo(content);
            }
        }
    }
}
