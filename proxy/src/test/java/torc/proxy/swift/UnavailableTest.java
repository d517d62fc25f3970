package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import torc.common.http.server.HttpServerFixture;
import torc.common.id.Ids;
import torc.proxy.objects.StoreUnavailable;

/// A store that cannot serve now is said to be so, in Swift's words.
final class UnavailableTest {
    private static final byte[] NOTHING = {};

    @Test
    void aStoreThatCannotServeNowIs503AndAFullOneIs507() {
        for (var full : List.of(false, true)) {
            var dialect = new SwiftDialect(
                    new BrokenService(() -> new StoreUnavailable(BrokenService.CAUSE, full)),
                    new FakeIdentity(),
                    SwiftServer.SETTINGS,
                    "http",
                    java.time.InstantSource.system(),
                    new Ids(new Random(1)));
            try (var server = new HttpServerFixture(dialect);
                    var client = new SwiftClient(server.port(), "ann")) {
                for (var method : List.of("GET", "HEAD", "PUT", "POST", "DELETE")) {
                    for (var path : List.of("/v1/AUTH_p1/c", "/v1/AUTH_p1/c/o")) {
                        var reply = client.send(method, path, NOTHING);
                        assertThat(reply.status()).as(method + " " + path).isEqualTo(full ? 507 : 503);
                        assertThat(reply.text()).doesNotContain("rack 7");
                    }
                }
                assertThat(client.get("/v1/AUTH_p1/c").text())
                        .startsWith(full ? "<html><h1>Insufficient Storage" : "<html><h1>Service Unavailable");
            }
        }
    }

    @Test
    void anObjectThatCannotBeReadIs503BeforeItsFirstByte() {
        try (var server = new SwiftServer()) {
            var ann = server.client("ann");
            ann.put("/v1/AUTH_p1/c", "");
            assertThat(ann.put("/v1/AUTH_p1/c/o", "x".repeat(5_000)).status()).isEqualTo(201);
            assertThat(ann.get("/v1/AUTH_p1/c/o").status()).isEqualTo(200);
            List.copyOf(server.catalog.blobs.blobs().keySet()).forEach(server.catalog.blobs::delete);

            var reply = ann.get("/v1/AUTH_p1/c/o");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).startsWith("<html><h1>Service Unavailable");
            assertThat(reply.header("X-Trans-Id")).isPresent();
            assertThat(ann.get("/v1/AUTH_p1/c/o", "Range: bytes=10-20").status())
                    .isEqualTo(503);
        }
    }
}
