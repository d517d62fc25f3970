package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// FAULTS F23: clients that keep what a server has little of. Others are served meanwhile, and what they held comes
/// back.
@Timeout(60)
class AbusiveClientsTest {
    private static final int CONNECTIONS = 48;
    private static final String GET = "GET /small HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String GET_ENDLESS = "GET /endless HTTP/1.1\r\nHost: h\r\n\r\n";

    private final AtomicInteger sources = new AtomicInteger();
    private final AtomicInteger chunks = new AtomicInteger();

    private static HttpLimits limits() {
        var d = HttpLimits.defaults();
        return new HttpLimits(
                d.maxLineBytes(),
                d.maxHeaders(),
                d.maxHeadBytes(),
                Duration.ofMillis(1500),
                Duration.ofSeconds(20),
                Duration.ofMillis(1500),
                1024,
                Duration.ofMillis(1000),
                d.maxConcurrentRequests(),
                CONNECTIONS,
                d.requestDeadline());
    }

    private HttpServerFixture server() {
        return new HttpServerFixture(this::answer, limits());
    }

    private HttpResponse answer(HttpRequest request) {
        if (request.rawPath().equals("/endless")) {
            sources.incrementAndGet();
            return new HttpResponse(200, Headers.empty(), new ResponseBody.Streamed(OptionalLong.empty(), endless()));
        }
        long bytes = 0;
        for (var chunk = request.body().next();
                chunk != null;
                chunk = request.body().next()) {
            bytes += chunk.bytes().remaining();
            chunk.release();
        }
        return HttpResponse.of(200, Headers.empty(), "got " + bytes);
    }

    private ByteSource endless() {
        return new ByteSource() {
            @Override
            public @Nullable Chunk next() {
                chunks.incrementAndGet();
                return new Chunk() {
                    private final ByteBuffer bytes = ByteBuffer.allocateDirect(64 << 10);

                    @Override
                    public ByteBuffer bytes() {
                        return bytes;
                    }

                    @Override
                    public void release() {
                        chunks.decrementAndGet();
                    }
                };
            }

            @Override
            public void close() {
                sources.decrementAndGet();
            }
        };
    }

    /// For a quarter of a second: what was sent may not have come to the handler yet.
    private static void await(AtomicInteger count, int wanted) throws InterruptedException {
        int steady = 0;
        for (int i = 0; i < 2000 && steady < 25; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
            steady = count.get() == wanted ? steady + 1 : 0;
        }
        assertThat(steady).as("%s instead of %d", count, wanted).isEqualTo(25);
    }

    private static void assertServes(HttpServerFixture fixture) throws Exception {
        try (var client = fixture.connect()) {
            client.send(GET);
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("got 0");
        }
    }

    /// As many at once as the server bears: only if nothing is kept of those before do all of them get in. A client
    /// that was refused may take some seconds to read why.
    private static void assertTakesAllConnectionsSoon(HttpServerFixture fixture) throws Exception {
        for (int i = 0; i < 40 && !takesAllConnections(fixture); i++) TimeUnit.MILLISECONDS.sleep(250);
        assertThat(takesAllConnections(fixture)).isTrue();
    }

    private static boolean takesAllConnections(HttpServerFixture fixture) throws IOException {
        var clients = new ArrayList<HttpServerFixture.Client>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                var client = fixture.connect();
                clients.add(client);
                client.send(GET);
                if (!client.readResponse().startsWith("HTTP/1.1 200 ")) return false;
            }
            return true;
        } catch (SocketException refused) {
            return false;
        } finally {
            for (var client : clients) client.close();
        }
    }

    @Test
    void f23_aClientThatReadsNothingIsClosedAndItsMemoryIsGivenBack() throws Exception {
        try (var fixture = server()) {
            var lazy = new ArrayList<Socket>();
            for (int i = 0; i < CONNECTIONS / 2; i++) {
                var socket = new Socket();
                lazy.add(socket);
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.port()));
                socket.getOutputStream().write(GET_ENDLESS.getBytes(StandardCharsets.ISO_8859_1));
            }
            await(sources, CONNECTIONS / 2);

            assertServes(fixture);
            await(sources, 0);
            await(chunks, 0);
            assertTakesAllConnectionsSoon(fixture);
            for (var socket : lazy) socket.close();
        }
    }

    @Test
    void f23_slowHeadsAndSlowBodiesKeepNobodyElseOut() throws Exception {
        try (var fixture = server()) {
            var slow = new ArrayList<HttpServerFixture.Client>();
            for (int i = 0; i < CONNECTIONS / 2; i++) {
                var client = fixture.connect();
                slow.add(client);
                client.send(
                        i % 2 == 0
                                ? "GET / HTTP/1.1\r\nHost: h\r\nX-A"
                                : "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nx");
            }
            // A byte now and then, as slowloris sends them, buys no time.
            for (int i = 0; i < 10; i++) {
                for (var client : slow) trickle(client);
                assertServes(fixture);
                TimeUnit.MILLISECONDS.sleep(100);
            }
            for (var client : slow) assertThat(client.readAll()).containsAnyOf("HTTP/1.1 408 ", "<reset>");
            assertTakesAllConnectionsSoon(fixture);
            for (var client : slow) client.close();
        }
    }

    private static void trickle(HttpServerFixture.Client client) {
        try {
            client.send("a");
        } catch (IOException _) {
            // It was closed already.
        }
    }

    @Test
    void f23_aStormOfResetsLeavesNothingBehind() throws Exception {
        try (var fixture = server()) {
            for (int i = 0; i < 800; i++) {
                var client = fixture.connect();
                if (i % 4 == 1) client.send(GET.substring(0, i % GET.length()));
                if (i % 4 == 2) client.send(GET_ENDLESS);
                if (i % 4 == 3) client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nhalf");
                client.socket.setSoLinger(true, 0);
                client.close();
                if (i % 100 == 0) assertServesSoon(fixture);
            }
            await(sources, 0);
            await(chunks, 0);
            assertServesSoon(fixture);
            assertTakesAllConnectionsSoon(fixture);
        }
    }

    /// Connections that are reset are counted until the server has seen it.
    private static void assertServesSoon(HttpServerFixture fixture) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (var client = fixture.connect()) {
                client.send(GET);
                if (client.readResponse().startsWith("HTTP/1.1 200 ")) return;
            } catch (IOException _) {
                // No room yet.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertServes(fixture);
    }
}
