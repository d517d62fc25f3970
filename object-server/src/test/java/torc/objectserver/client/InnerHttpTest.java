package torc.objectserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import torc.objectserver.api.BlobApi;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.replica.UnrulyDevice;

class InnerHttpTest {
    private static final Map<String, String> KNOWS = Map.of(BlobApi.SECRET, ServedDevice.SECRET.reveal());

    @Test
    void aCallThatGotNoConnectionInTimeDoesNotKeepTheOneThatComesLater() {
        var device = new UnrulyDevice("d0");
        var content = TestBlobs.bytes(1, 3_000_000);
        TestBlobs.put(device, TestBlobs.id(1), 1, content);
        var path = BlobApi.blob("d0", TestBlobs.id(1)) + "?first=0&end=" + content.length;
        try (var served = new ServedDevice(device);
                var http = new InnerHttp(new InnerAddress("127.0.0.1", served.port(), 1, Duration.ofMillis(700)))) {
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
