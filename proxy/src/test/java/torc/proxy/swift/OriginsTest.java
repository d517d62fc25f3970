package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Browsers' requests from pages of other origins (Swift's cors page).
class OriginsTest {
    private static final String C = "/v1/AUTH_p1/c";
    private static final String O = C + "/o";
    private static final String PAGE = "Origin: http://page.example";

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient nobody = server.client("");

    @BeforeEach
    void begin() {
        ann.put(C, "");
        ann.put(O, "hello", "X-Object-Meta-Colour: red");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply preflight(String... headers) {
        return nobody.send("OPTIONS", O, new byte[0], headers);
    }

    @Test
    void withoutRulesNoOtherPageIsToldAnything() {
        assertThat(preflight(PAGE, "Access-Control-Request-Method: GET").status())
                .isEqualTo(401);
        assertThat(ann.get(O, PAGE).header("access-control-allow-origin")).isEmpty();
        assertThat(preflight().status()).isEqualTo(200);
        assertThat(preflight().header("allow")).contains("GET, HEAD, PUT, POST, DELETE, COPY, OPTIONS");
    }

    @Test
    void aContainerNamesTheOriginsThatMaySeeIt() {
        ann.post(
                C,
                "X-Container-Meta-Access-Control-Allow-Origin: http://other.example http://page.example",
                "X-Container-Meta-Access-Control-Max-Age: 60",
                "X-Container-Meta-Access-Control-Expose-Headers: X-Mine X-Foo,bad");

        var asked = preflight(
                PAGE, "Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: x-auth-token, X-B");
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.header("access-control-allow-origin")).contains("http://page.example");
        assertThat(asked.header("access-control-max-age")).contains("60");
        assertThat(asked.header("access-control-allow-methods"))
                .contains("GET, HEAD, PUT, POST, DELETE, COPY, OPTIONS");
        assertThat(asked.header("access-control-allow-headers")).contains("X-B, x-auth-token");
        assertThat(asked.header("vary")).contains("Origin, Access-Control-Request-Headers");
        assertThat(preflight(PAGE).status()).isEqualTo(401);
        assertThat(preflight(PAGE, "Access-Control-Request-Method: BREW").status())
                .isEqualTo(401);
        assertThat(preflight("Origin: http://evil.example", "Access-Control-Request-Method: GET")
                        .status())
                .isEqualTo(401);
        var read = ann.get(O, PAGE);
        assertThat(read.header("access-control-allow-origin")).contains("http://page.example");
        assertThat(read.header("access-control-expose-headers").orElseThrow().split(", "))
                .contains("x-object-meta-colour", "x-mine", "etag")
                .doesNotContain("x-foo,bad");
        assertThat(ann.get(O, "Origin: http://evil.example").header("access-control-allow-origin"))
                .isEmpty();
        assertThat(ann.get(C + "?format=json", PAGE).header("vary")).contains("Origin");
    }

    @Test
    void aStarAllowsEveryPageAndGivesNobodyARight() {
        ann.post(C, "X-Container-Meta-Access-Control-Allow-Origin: *");

        assertThat(ann.get(O, PAGE).header("access-control-allow-origin")).contains("*");
        assertThat(ann.get(O, PAGE).header("vary")).isEmpty();
        assertThat(nobody.get(O, PAGE).status()).isEqualTo(401);
        assertThat(nobody.put(O, "x", PAGE).status()).isEqualTo(401);
        assertThat(ann.get(C + "/none", PAGE).header("access-control-allow-origin"))
                .contains("*");
        assertThat(ann.get("/v1/AUTH_p1", PAGE).header("access-control-allow-origin"))
                .isEmpty();
    }
}
