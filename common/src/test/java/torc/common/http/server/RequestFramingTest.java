package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.stream.ByteSource;

class RequestFramingTest {
    private static final String HOST = "Host: h\r\n";
    private static final List<String> HANDLED = new ArrayList<>();
    private static HttpServerFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new HttpServerFixture(RequestFramingTest::echo);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    static HttpResponse echo(HttpRequest request) {
        synchronized (HANDLED) {
            HANDLED.add(request.method() + " " + request.rawPath());
        }
        return HttpResponse.of(
                200,
                Headers.empty(),
                request.method() + " " + request.rawPath() + "?" + request.rawQuery() + " " + text(request.body()));
    }

    static String text(ByteSource source) {
        var text = new StringBuilder();
        for (var chunk = source.next(); chunk != null; chunk = source.next()) {
            text.append(StandardCharsets.ISO_8859_1.decode(chunk.bytes()));
            chunk.release();
        }
        return text.toString();
    }

    @Test
    void aRequestIsGivenAsItWasSent() throws IOException {
        assertLegitimateRequestWorks();
    }

    private static void assertLegitimateRequestWorks() throws IOException {
        var answer = fixture.exchange("GET /a%2Fb//c?x=%20&y HTTP/1.1\r\n" + HOST + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\nDate: ").endsWith("GET /a%2Fb//c?x=%20&y ");
    }

    @Test
    void aBodyMayComeInOnePieceOrByteByByte() throws IOException {
        try (var client = fixture.connect()) {
            client.send("PUT /a HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello");
            assertThat(client.readResponse()).endsWith("PUT /a? hello");

            for (var octet : ("PUT /b HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
                            + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n")
                    .split("")) client.send(octet);
            assertThat(client.readResponse()).endsWith("PUT /b? abcde");
        }
    }

    @Test
    void requestsThatAreSentAheadAreAnsweredInOrder() throws IOException {
        try (var client = fixture.connect()) {
            var all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append("PUT /").append(i).append(" HTTP/1.1\r\n").append(HOST);
                all.append(
                        i % 2 == 0
                                ? "Content-Length: 3\r\n\r\nabc"
                                : "Transfer-Encoding: chunked\r\n\r\n1\r\nd\r\n0\r\n\r\n");
            }
            client.send(all.toString());

            for (int i = 0; i < 100; i++) {
                assertThat(client.readResponse()).endsWith("PUT /" + i + (i % 2 == 0 ? "? abc" : "? d"));
            }
        }
    }

    @Test
    void octetsBeyondAsciiInATargetComeAsTheyAre() throws IOException {
        var answer = fixture.exchange("GET /x\u00c3\u00a4 HTTP/1.1\r\n" + HOST + "\r\n");

        assertThat(answer).contains("GET /x");
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void aClientThatAsksToStayInWordsIsAnsweredInWords() throws IOException {
        try (var client = fixture.connect()) {
            client.send("GET /a HTTP/1.1\r\n" + HOST + "Connection: keep-alive\r\n\r\n");
            assertThat(client.readResponse()).contains("Connection: keep-alive");
            client.send("GET /b HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.readResponse()).doesNotContain("Connection:");
        }
    }

    @Test
    void http10ClosesUnlessItAsksToStay() throws IOException {
        try (var client = fixture.connect()) {
            client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.readResponse()).contains("Connection: keep-alive");
            client.send("GET /b HTTP/1.0\r\n\r\n");
            assertThat(client.readAll()).contains("Connection: close").endsWith("GET /b? ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3, 3\r\n\r\nabc",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nabcde",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\nabcde",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "GET /x HTTP/1.1\nHost: h\n\n",
                "GET /x HTTP/1.1\r\nHost: h\nX: y\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: h\rX: y\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: h\r\nX: y\r\n folded\r\n\r\n",
                "GET /x HTTP/1.1\r\n Host: h\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: h\r\nX\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: h\r\n: y\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: h\r\nX: a\u0000b\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n",
                "GET /x HTTP/1.1\r\n\r\n",
                "GET  /x HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /x y HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET x HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /x http/1.1\r\nHost: h\r\n\r\n",
                "G(T /x HTTP/1.1\r\nHost: h\r\n\r\n",
                "\u0016\u0003\u0001\u0002\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3 \r\nabc\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc0\r\n\r\n",
            })
    void s29_whatTwoParsersCouldReadDifferentlyIsRefusedAndClosed(String request) throws IOException {
        try (var client = fixture.connect()) {
            client.send(request + "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n");
            var answer = client.readAll();

            assertThat(answer).matches("(?s)HTTP/1.1 (400|501) .*");
            assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
            synchronized (HANDLED) {
                assertThat(HANDLED).doesNotContain("GET /smuggled");
            }
        }
        assertLegitimateRequestWorks();
    }

    @Test
    void s22_tooMuchOfAHeadIsRefusedByItsKind() throws IOException {
        var line = "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n";
        var field = "GET / HTTP/1.1\r\n" + HOST + "A: " + "x".repeat(20_000) + "\r\n\r\n";
        var fields = "GET / HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(10_000) + "\r\n";
        var head = "GET / HTTP/1.1\r\n" + HOST + ("A: " + "b".repeat(8000) + "\r\n").repeat(10) + "\r\n";
        var endless = "GET /" + "x".repeat(100_000);

        assertThat(fixture.exchange(line)).startsWith("HTTP/1.1 414 ");
        assertThat(fixture.exchange(endless)).startsWith("HTTP/1.1 414 ");
        assertThat(fixture.exchange(field)).startsWith("HTTP/1.1 431 ");
        assertThat(fixture.exchange(fields)).startsWith("HTTP/1.1 431 ");
        assertThat(fixture.exchange(head)).startsWith("HTTP/1.1 431 ");
        assertLegitimateRequestWorks();
    }

    @Test
    void otherVersionsAndExpectationsAreRefused() throws IOException {
        assertThat(fixture.exchange("GET / HTTP/2.0\r\n" + HOST + "\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(fixture.exchange("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nExpect: gold\r\n\r\n"))
                .startsWith("HTTP/1.1 417 ");
    }
}
