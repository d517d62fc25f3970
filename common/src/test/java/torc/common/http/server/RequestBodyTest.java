package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torc.common.http.BodyBroken;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;

class RequestBodyTest {
    private final BlockingQueue<Object> seen = new ArrayBlockingQueue<>(16);

    private static HttpLimits shortLimits() {
        var d = HttpLimits.defaults();
        return new HttpLimits(
                d.maxLineBytes(),
                d.maxHeaders(),
                d.maxHeadBytes(),
                Duration.ofMillis(500),
                Duration.ofMillis(900),
                Duration.ofMillis(600),
                1,
                Duration.ofMillis(900),
                4,
                8,
                d.requestDeadline());
    }

    /// Reads the whole body and answers its length.
    private HttpResponse count(HttpRequest request) {
        long total = 0;
        try {
            for (var chunk = request.body().next();
                    chunk != null;
                    chunk = request.body().next()) {
                total += chunk.bytes().remaining();
                chunk.release();
            }
        } catch (BodyBroken broken) {
            seen.add(broken.reason());
            throw broken;
        }
        return HttpResponse.of(200, Headers.empty(), "read " + total);
    }

    private static String put(String path, long length) {
        return "PUT " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n";
    }

    @Test
    void aLargeBodyStreamsWhileItsReaderIsSlow() throws Exception {
        var permits = new Semaphore(0);
        HttpHandler slow = request -> {
            permits.acquireUninterruptibly();
            return count(request);
        };
        try (var fixture = new HttpServerFixture(slow);
                var client = fixture.connect()) {
            var total = 40 << 20;
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(put("/", total) + "\r\n");
                    var block = "x".repeat(1 << 20);
                    for (int i = 0; i < 40; i++) client.send(block);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            permits.release();

            assertThat(client.readResponse()).endsWith("read " + total);
            sender.join();
        }
    }

    @Test
    void continueIsSaidWhenTheHandlerAsksForTheBodyAndNotBefore() throws Exception {
        HttpHandler handler = request -> request.rawPath().equals("/no") ? HttpResponse.of(403) : count(request);
        try (var fixture = new HttpServerFixture(handler)) {
            try (var client = fixture.connect()) {
                client.send(put("/yes", 3) + "Expect: 100-continue\r\n\r\n");
                assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
                client.send("abc");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("read 3");
            }
            try (var client = fixture.connect()) {
                client.send(put("/no", 3) + "Expect: 100-continue\r\n\r\n");
                assertThat(client.readAll()).startsWith("HTTP/1.1 403 ").contains("Connection: close\r\n");
            }
        }
    }

    /// botocore keeps the status of a final response that comes without for the connection's next one.
    @Test
    void continueIsSaidToAnEmptyBodyTooAndWhoIsRefusedWithoutItIsCutOff() throws Exception {
        HttpHandler handler = request -> switch (request.rawPath()) {
            case "/no" -> HttpResponse.of(403);
            case "/unread" -> HttpResponse.of(200);
            default -> count(request);
        };
        try (var fixture = new HttpServerFixture(handler)) {
            try (var client = fixture.connect()) {
                for (var path : new String[] {"/yes", "/unread", "/yes"}) {
                    client.send(put(path, 0) + "Expect: 100-continue\r\n\r\n");
                    assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
                    assertThat(client.readResponse())
                            .startsWith("HTTP/1.1 200 ")
                            .doesNotContain("Connection: close");
                }
            }
            try (var client = fixture.connect()) {
                client.send(put("/no", 0) + "Expect: 100-continue\r\n\r\n");
                assertThat(client.readAll()).startsWith("HTTP/1.1 403 ").contains("Connection: close\r\n");
            }
        }
    }

    @Test
    void s28_theResponseToALongBodyInChunksCanBeReadThoughNobodyReadTheBody() throws Exception {
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        try (var fixture = new HttpServerFixture(_ -> HttpResponse.of(403))) {
            try (var client = fixture.connect()) {
                client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
            }
            try (var client = fixture.connect()) {
                client.send("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
                for (var i = 0; i < 5; i++) client.send(chunk);
                assertThat(client.readAll()).isEmpty();

                // A client that writes on before it reads must not run into a reset.
                for (var i = 0; i < 20; i++) client.send(chunk);
                client.send("0\r\n\r\n");
            }
        }
    }

    @Test
    void s28_aBodyThatNobodyReadIsDrainedIfSmallAndElseTheConnectionEnds() throws Exception {
        try (var fixture = new HttpServerFixture(request -> HttpResponse.of(403))) {
            try (var client = fixture.connect()) {
                client.send(put("/", 100_000) + "\r\n");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ").doesNotContain("Connection");
                client.send("G".repeat(100_000) + "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
            }
            try (var client = fixture.connect()) {
                client.send(put("/", 100_000_000) + "\r\n" + "G".repeat(100_000));
                var answer = client.readAll();
                assertThat(answer).startsWith("HTTP/1.1 403 ").contains("Connection: close\r\n");
                assertThat(answer.split("HTTP/1.1", -1)).hasSize(2);
            }
        }
    }

    @Test
    void s09_aBodyThatBreaksOffIsSeenByItsHandler() throws Exception {
        try (var fixture = new HttpServerFixture(this::count)) {
            assertThat(fixture.exchange(put("/", 100) + "\r\nshort")).startsWith("HTTP/1.1 400 ");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(BodyBroken.Reason.DISCONNECTED);

            assertThat(fixture.exchange(put("/", 1 << 20) + "\r\nshort")).startsWith("HTTP/1.1 400 ");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(BodyBroken.Reason.DISCONNECTED);

            assertThat(fixture.exchange("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nshort"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(BodyBroken.Reason.DISCONNECTED);

            try (var client = fixture.connect()) {
                client.send(put("/", 1 << 20) + "\r\nshort");
                client.socket.setSoLinger(true, 0);
            }
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(BodyBroken.Reason.DISCONNECTED);
        }
    }

    @Test
    void r01_whoeverIsTooSlowIsClosed() throws Exception {
        try (var fixture = new HttpServerFixture(this::count, shortLimits())) {
            try (var idle = fixture.connect();
                    var slowHead = fixture.connect();
                    var smallBody = fixture.connect();
                    var largeBody = fixture.connect();
                    var halfClosed = fixture.connect()) {
                slowHead.send("GET / HTTP/1.1\r\nHo");
                smallBody.send(put("/", 100) + "\r\nslow");
                largeBody.send(put("/", 1 << 20) + "\r\nslow");
                halfClosed.socket.shutdownOutput();

                assertThat(idle.readAll()).isEmpty();
                assertThat(halfClosed.readAll()).isEmpty();
                assertThat(slowHead.readAll()).startsWith("HTTP/1.1 408 ");
                assertThat(smallBody.readAll()).startsWith("HTTP/1.1 408 ");
                assertThat(largeBody.readAll()).startsWith("HTTP/1.1 408 ");
            }
            assertThat(seen).containsExactlyInAnyOrder(BodyBroken.Reason.STALLED, BodyBroken.Reason.STALLED);
        }
    }

    @Test
    void r01_beyondItsBoundsTheServerSaysSoAndStaysUp() throws Exception {
        var release = new CountDownLatch(1);
        var entered = new Semaphore(0);
        HttpHandler blocking = request -> {
            entered.release();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return HttpResponse.of(200);
        };
        var get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
        try (var fixture = new HttpServerFixture(blocking, shortLimits())) {
            var clients = new HttpServerFixture.Client[4];
            for (int i = 0; i < 4; i++) {
                clients[i] = fixture.connect();
                clients[i].send(get);
            }
            entered.acquireUninterruptibly(4);

            try (var fifth = fixture.connect()) {
                fifth.send(get);
                assertThat(fifth.readResponse()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
                release.countDown();
                for (var client : clients) assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
                fifth.send(get);
                assertThat(fifth.readResponse()).startsWith("HTTP/1.1 200 ");
            }
            for (var client : clients) client.close();
        }
    }

    @Test
    void stoppingLetsRequestsEndAndClosesIdleConnections() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        HttpHandler handler = request -> {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return HttpResponse.of(200, Headers.empty(), "done");
        };
        var fixture = new HttpServerFixture(handler);
        try (var busy = fixture.connect();
                var idle = fixture.connect()) {
            busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            entered.await();
            var stopping = Thread.ofVirtual().start(() -> fixture.server.stop(Duration.ofSeconds(10)));
            assertThat(idle.readAll()).isEmpty();
            release.countDown();

            assertThat(busy.readAll()).contains("Connection: close\r\n").endsWith("done");
            stopping.join();
        }
        assertThat(fixture.answered).hasSize(1);
        assertThat(fixture.server.openConnections()).isZero();
        assertThat(fixture.server.requestsInProgress()).isZero();
    }
}
