package torc.common.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;

/// Which host a request is meant for, and which it must not be possible to be in doubt about (RFC 9112 §3.2).
class RequestTargetTest {
    private static HttpServerFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new HttpServerFixture(request -> HttpResponse.of(
                200,
                Headers.empty(),
                String.join(",", request.headers().all("host")) + " " + request.rawPath() + "?" + request.rawQuery()));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void theAuthorityOfATargetInAbsoluteFormStandsForTheHostField() throws IOException {
        assertThat(fixture.exchange("GET /a?b HTTP/1.1\r\nHost: one\r\n\r\n")).endsWith("\r\none /a?b");
        assertThat(fixture.exchange("GET http://two.example:8080/a?b HTTP/1.1\r\nHost: one\r\n\r\n"))
                .endsWith("\r\ntwo.example:8080 /a?b");
        assertThat(fixture.exchange("GET https://[::1]?b HTTP/1.1\r\nHost: one\r\n\r\n"))
                .endsWith("\r\n[::1] /?b");
        assertThat(fixture.exchange("GET http://two/a HTTP/1.0\r\n\r\n")).endsWith("\r\ntwo /a?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:///a",
                "http://",
                "http://?a",
                "https://:80/a",
                "http://user@two/a",
                "http://two\\\\three/a",
                "http://two:8x/a",
                "http://tw\u00fc/a",
                "ftp://two/a"
            })
    void aTargetWithoutASoundAuthorityIsRefused(String target) throws IOException {
        assertThat(fixture.exchange("GET http://two/a HTTP/1.1\r\nHost: one\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");

        assertThat(fixture.exchange("GET " + target + " HTTP/1.1\r\nHost: one\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one two",
                "one/two",
                "one?two",
                "one#two",
                "user@one",
                "one\\\\two",
                "one:8x",
                "on\u00fc",
                "[::1"
            })
    void aHostFieldThatNamesNoHostIsRefused(String host) throws IOException {
        for (var sound :
                new String[] {"", "one", "a_b.example:80", "[2001:db8::1]:443", "127.0.0.1", "on\u00c3\u00bc.example"})
            assertThat(fixture.exchange("GET / HTTP/1.1\r\nHost: " + sound + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");

        assertThat(fixture.exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
    }
}
