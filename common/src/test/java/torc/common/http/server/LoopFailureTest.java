package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;

/// What becomes of connections when something on their event loop fails that must not.
class LoopFailureTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /// Beginnings of requests, enough that each event loop gets one.
    private static final String[] EVERY_LOOP = {"GET /a", "GET /b", "GET /c", "GET /d"};

    private final AtomicBoolean fails = new AtomicBoolean();

    private HttpServerFixture fixture(HttpLimits limits) {
        return new HttpServerFixture(_ -> HttpResponse.of(200, Headers.empty(), "well"), limits, _ -> {
            if (fails.get()) throw new OutOfMemoryError("by the test's wish");
        });
    }

    @Test
    void aConnectionWhoseRequestCannotBeSeenThroughIsClosed() throws IOException {
        try (var fixture = fixture(HttpLimits.defaults());
                var client = fixture.connect()) {
            fails.set(true);

            client.send(GET);

            assertThat(client.readAll()).endsWith("well");
        }
    }

    @Test
    void timeLimitsHoldAlsoAfterOneConnectionCouldNotBeLookedAfter() throws IOException {
        try (var fixture = fixture(hasty())) {
            fails.set(true);
            for (var each : EVERY_LOOP) {
                try (var client = fixture.connect()) {
                    client.send(each);
                    assertThat(client.readAll()).isEmpty();
                }
            }
            fails.set(false);

            for (var each : EVERY_LOOP) {
                try (var client = fixture.connect()) {
                    client.send(each);
                    assertThat(client.readAll()).startsWith("HTTP/1.1 408 ");
                }
            }
        }
    }

    private static HttpLimits hasty() {
        var usual = HttpLimits.defaults();
        return new HttpLimits(
                usual.maxLineBytes(),
                usual.maxHeaders(),
                usual.maxHeadBytes(),
                Duration.ofMillis(300),
                Duration.ofSeconds(30),
                usual.bodyTimeout(),
                usual.minBodyBytesPerSecond(),
                usual.writeTimeout(),
                usual.maxConcurrentRequests(),
                usual.maxConnections(),
                usual.requestDeadline());
    }
}
