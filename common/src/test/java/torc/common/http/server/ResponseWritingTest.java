package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torc.common.context.RequestContext;
import torc.common.http.Headers;
import torc.common.http.HttpHandler;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

class ResponseWritingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /// Gives `chunks` chunks of `bytes` bytes, then ends or fails.
    private static class CountedSource implements ByteSource {
        final AtomicInteger held = new AtomicInteger();
        final CountDownLatch closed = new CountDownLatch(1);
        final int chunkBytes;
        int left;
        boolean fails;

        CountedSource(int chunks, int chunkBytes) {
            this.left = chunks;
            this.chunkBytes = chunkBytes;
        }

        @Override
        public @Nullable Chunk next() {
            if (left-- == 0) {
                if (fails) throw new IllegalStateException("disk gone");
                return null;
            }
            held.incrementAndGet();
            var bytes = ByteBuffer.allocateDirect(chunkBytes);
            while (bytes.hasRemaining()) bytes.put((byte) 'x');
            bytes.flip();
            return new Chunk() {
                @Override
                public ByteBuffer bytes() {
                    return bytes;
                }

                @Override
                public void release() {
                    held.decrementAndGet();
                }
            };
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static HttpResponse streamed(long announced, ByteSource source) {
        var bytes = announced < 0 ? OptionalLong.empty() : OptionalLong.of(announced);
        return new HttpResponse(200, Headers.empty(), new ResponseBody.Streamed(bytes, source));
    }

    private static String answerOf(HttpHandler handler, String request) throws IOException {
        try (var fixture = new HttpServerFixture(handler)) {
            return fixture.exchange(request);
        }
    }

    @Test
    void aStreamedBodyArrivesWholeAndAllMemoryIsGivenBack() throws Exception {
        var source = new CountedSource(64, 256 << 10);

        var answer = answerOf(request -> streamed(64L * (256 << 10), source), GET);

        assertThat(answer).contains("Content-Length: 16777216\r\n");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(16 << 20);
        assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(source.held).hasValue(0);
    }

    @Test
    void aBodyOfUnknownLengthIsChunked() throws Exception {
        assertThat(answerOf(request -> streamed(-1, new CountedSource(2, 3)), GET))
                .contains("Transfer-Encoding: chunked\r\n")
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\n3\r\nxxx\r\n3\r\nxxx\r\n0\r\n\r\n");
        assertThat(answerOf(request -> streamed(-1, new CountedSource(0, 3)), GET))
                .endsWith("\r\n\r\n0\r\n\r\n");
        assertThat(answerOf(request -> streamed(-1, new CountedSource(2, 3)), "GET / HTTP/1.0\r\n\r\n"))
                .endsWith("Connection: close\r\n\r\nxxxxxx");
    }

    @Test
    void aSourceThatFailsOrEndsEarlyBreaksTheConnection() throws Exception {
        var failing = new CountedSource(2, 3);
        failing.fails = true;
        try (var fixture = new HttpServerFixture(
                request -> streamed(9, request.rawPath().equals("/early") ? new CountedSource(2, 3) : failing))) {
            for (var path : new String[] {"/early", "/failing"}) {
                try (var client = fixture.connect()) {
                    client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
                    var answer = client.readAll();
                    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Content-Length: 9\r\n");
                    assertThat(answer.replace("<reset>", "")).doesNotContain("xxxxxxx");
                }
            }
        }
        assertThat(failing.closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(failing.held).hasValue(0);
    }

    @Test
    void aSourceThatFailsAtOnceBecomesA500() throws Exception {
        var failing = new CountedSource(0, 3);
        failing.fails = true;

        assertThat(answerOf(request -> streamed(9, failing), GET)).startsWith("HTTP/1.1 500 ");
        assertThat(failing.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatVanishesEndsTheSource() throws Exception {
        var endless = new CountedSource(Integer.MAX_VALUE, 64 << 10);
        try (var fixture = new HttpServerFixture(request -> streamed(-1, endless))) {
            try (var client = fixture.connect()) {
                client.send(GET);
                assertThat(client.readUntil("xxx")).startsWith("HTTP/1.1 200 ");
                client.socket.setSoLinger(true, 0);
            }
            assertThat(endless.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(endless.held).hasValue(0);
    }

    @Test
    void headAndBodylessStatusesCarryNoBody() throws Exception {
        var source = new CountedSource(1, 3);
        assertThat(answerOf(request -> streamed(3, source), "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .contains("Content-Length: 3\r\n")
                .endsWith("\r\n\r\n");
        assertThat(source.closed.getCount()).isZero();
        assertThat(answerOf(request -> HttpResponse.of(204), GET))
                .startsWith("HTTP/1.1 204 ")
                .doesNotContain("Content-Length");
        assertThat(answerOf(request -> HttpResponse.of(304), GET)).endsWith("\r\n\r\n");
        assertThat(answerOf(
                        request ->
                                new HttpResponse(200, Headers.empty(), new ResponseBody.HeadOnly(OptionalLong.of(77))),
                        "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .contains("Content-Length: 77\r\n");
    }

    @Test
    void s23_noFieldOfAResponseForgesAnother() throws Exception {
        // U+010D cut to its low byte would be a carriage return.
        var headers = Headers.builder()
                .add("X-Meta", "a\u010d\u010aForged: 1")
                .add("X-Line", "b\u0085c")
                .build();

        assertThat(answerOf(request -> HttpResponse.of(200, headers, "body"), GET))
                .contains("X-Meta: a??Forged: 1\r\n")
                .contains("X-Line: b\u0085c\r\n");
        assertThat(answerOf(
                        request -> HttpResponse.of(
                                200, Headers.builder().add("A: b\r\nC", "d").build()),
                        GET))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("C: d");
    }

    @Test
    void r08_aBugInAHandlerTellsTheRequestIdAndNothingElse() throws Exception {
        var answer = answerOf(
                request -> {
                    throw new IllegalStateException("/secret/path");
                },
                GET);

        assertThat(answer).startsWith("HTTP/1.1 500 ").doesNotContain("secret").doesNotContain("Exception");
        assertThat(answer).containsPattern("X-Trans-Id: tx[0-9a-f]{21}-[0-9a-f]{10}\r\n");
    }

    @Test
    void theHandlerRunsOnAVirtualThreadWithItsRequestId() throws Exception {
        var answer = answerOf(
                request -> HttpResponse.of(
                        200,
                        Headers.empty(),
                        Thread.currentThread().isVirtual() + " " + RequestContext.currentRequestId()),
                GET);

        assertThat(answer).containsPattern("true tx[0-9a-f]{21}-[0-9a-f]{10}$");
    }

    @Test
    void theHandlersOwnFramingIsIgnored() throws Exception {
        var headers = Headers.builder()
                .add("Content-Length", "99")
                .add("Transfer-Encoding", "chunked")
                .add("Connection", "close")
                .build();
        var answer = answerOf(
                request -> new HttpResponse(
                        200, headers, new ResponseBody.Whole("abc".getBytes(StandardCharsets.US_ASCII))),
                GET);

        assertThat(answer)
                .contains("Content-Length: 3\r\n")
                .doesNotContain("99")
                .doesNotContain("chunked");
        assertThat(answer).endsWith("Connection: close\r\n\r\nabc");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSourceThatMeetsAnErrorOfTheMachineIsClosedToo() throws Exception {
        for (var chunksBefore = 0; chunksBefore < 2; chunksBefore++) {
            var source = new CountedSource(chunksBefore, 1000) {
                @Override
                public @Nullable Chunk next() {
                    if (left == 0) throw new OutOfMemoryError("by the test's wish");
                    return super.next();
                }
            };
            try (var fixture = new HttpServerFixture(request -> streamed(2000, source))) {
                var answer = fixture.exchange(GET);

                if (chunksBefore == 0) assertThat(answer).startsWith("HTTP/1.1 500 ");
                assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
                assertThat(source.held).hasValue(0);
                while (fixture.server.requestsInProgress() != 0) Thread.onSpinWait();
                assertThat(fixture.answered).hasSize(1);
            }
        }
    }
}
