package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final byte[] NOTHING = {};

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient bob = server.client("bob");
    private final SwiftClient nobody = server.client("");

    @BeforeEach
    void begin() {
        ann.put("/v1/AUTH_p1/c", "");
        ann.put("/v1/AUTH_p1/c/o", "secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void w13_strangersGetNothingOfAnAccountByAnyMethod() {
        assertThat(ann.get("/v1/AUTH_p1/c/o").text()).isEqualTo("secret");
        for (var path :
                List.of("/v1/AUTH_p1", "/v1/AUTH_p1/c", "/v1/AUTH_p1/c/o", "/v1/AUTH_p1/new", "/v1/AUTH_p1/c/new")) {
            for (var method : List.of("GET", "HEAD", "PUT", "POST", "DELETE")) {
                var own = path.equals("/v1/AUTH_p1") && (method.equals("PUT") || method.equals("DELETE"));
                assertThat(bob.send(method, path, NOTHING).status())
                        .as(method + " " + path)
                        .isEqualTo(own ? 405 : 403);
                assertThat(nobody.send(method, path, NOTHING).status())
                        .as(method + " " + path)
                        .isEqualTo(own ? 405 : 401);
            }
        }
        assertThat(ann.get("/v1/AUTH_p1").text()).isEqualTo("c\n");
        assertThat(ann.get("/v1/AUTH_p1/c").text()).isEqualTo("o\n");
        assertThat(ann.get("/v1/AUTH_p1/c/o").text()).isEqualTo("secret");
    }

    @Test
    void s24_aRefusalIsTheSameWhetherTheObjectIsThereOrNot() {
        for (var headers : List.of(
                "If-Match: *",
                "If-None-Match: *",
                "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
                "Range: bytes=0-1",
                "Range: bytes=100-",
                "X-Newest: true")) {
            for (var method : List.of("GET", "HEAD")) {
                var there = nobody.send(method, "/v1/AUTH_p1/c/o", NOTHING, "Content-Length: 0", headers);
                var absent = nobody.send(method, "/v1/AUTH_p1/c/x", NOTHING, "Content-Length: 0", headers);
                assertThat(there.status()).isEqualTo(401);
                assertThat(constant(there).toList()).isEqualTo(constant(absent).toList());
                assertThat(there.body()).isEqualTo(absent.body());
                assertThat(there.header("Etag")).isEmpty();
                assertThat(there.header("Last-Modified")).isEmpty();
            }
        }
    }

    private static Stream<String> constant(Reply reply) {
        return reply.head().stream()
                .filter(line -> !line.startsWith("Date:")
                        && !line.startsWith("X-Trans-Id:")
                        && !line.startsWith("X-Openstack-"));
    }

    @Test
    void theTokenMayComeInTwoHeaders() {
        assertThat(nobody.get("/v1/AUTH_p1/c/o", "X-Storage-Token: ann").status())
                .isEqualTo(200);
        assertThat(nobody.get("/v1/AUTH_p1/c/o", "X-Auth-Token: bogus").status())
                .isEqualTo(401);
        assertThat(nobody.get("/v1/AUTH_p1/c/o", "X-Auth-Token: bogus", "X-Storage-Token: ann")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void k13_headersThatClaimAnIdentityHaveNoEffect() {
        var claims = new String[] {
            "X-User-Id: ann-id",
            "X-Project-Id: p1",
            "X-Tenant-Id: p1",
            "X-Roles: admin,ResellerAdmin",
            "X-Identity-Status: Confirmed",
            "X-Is-Admin-Project: True",
            "X-Service-Roles: service",
            "X-Service-Identity-Status: Confirmed"
        };
        assertThat(nobody.get("/v1/AUTH_p1/c/o", claims).status()).isEqualTo(401);
        assertThat(bob.get("/v1/AUTH_p1/c/o", claims).status()).isEqualTo(403);
        assertThat(ann.get("/v1/AUTH_p1/c/o", claims).status()).isEqualTo(200);
    }

    @Test
    void theRealmIsQuoted() {
        var reply = nobody.get("/v1/AUTH_haxx%22%0AContent-Length%3A%2014%0A%0A%3Cb%3EHello");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("Www-Authenticate"))
                .contains("Swift realm=\"AUTH_haxx%22%0AContent-Length%3A%2014%0A%0A%3Cb%3EHello\"");
    }

    @Test
    void readersReadAndGuestsDoNot() {
        var rita = server.client("rita");
        assertThat(rita.get("/v1/AUTH_p1/c/o").text()).isEqualTo("secret");
        assertThat(rita.get("/v1/AUTH_p1").status()).isEqualTo(200);
        assertThat(rita.put("/v1/AUTH_p1/c/x", "").status()).isEqualTo(403);
        assertThat(rita.delete("/v1/AUTH_p1/c/o").status()).isEqualTo(403);
        assertThat(rita.post("/v1/AUTH_p1/c", "X-Container-Read: .r:*").status())
                .isEqualTo(403);
        assertThat(server.client("gus").get("/v1/AUTH_p1/c/o").status()).isEqualTo(403);
        assertThat(server.client("root").get("/v1/AUTH_p1/c/o").status()).isEqualTo(200);
    }

    @Test
    void w13_grantsOpenWhatTheySayAndShowNoSecrets() {
        ann.post(
                "/v1/AUTH_p1/c",
                "X-Container-Read: p2:bob-id",
                "X-Container-Meta-Temp-Url-Key: k",
                "X-Container-Meta-A: b");

        assertThat(bob.get("/v1/AUTH_p1/c/o").text()).isEqualTo("secret");
        var listing = bob.get("/v1/AUTH_p1/c");
        assertThat(listing.text()).isEqualTo("o\n");
        assertThat(listing.header("X-Container-Meta-A")).contains("b");
        assertThat(listing.header("X-Container-Read")).isEmpty();
        assertThat(listing.header("X-Container-Meta-Temp-Url-Key")).isEmpty();
        assertThat(ann.head("/v1/AUTH_p1/c").header("X-Container-Read")).contains("p2:bob-id");
        assertThat(ann.head("/v1/AUTH_p1/c").header("X-Container-Meta-Temp-Url-Key"))
                .contains("k");
        assertThat(bob.put("/v1/AUTH_p1/c/x", "").status()).isEqualTo(403);
        assertThat(bob.post("/v1/AUTH_p1/c/o").status()).isEqualTo(403);
        assertThat(bob.post("/v1/AUTH_p1/c").status()).isEqualTo(403);
        assertThat(bob.get("/v1/AUTH_p1").status()).isEqualTo(403);

        ann.post("/v1/AUTH_p1/c", "X-Container-Write: p2-name:bob", "X-Remove-Container-Read: x");
        assertThat(bob.get("/v1/AUTH_p1/c/o").status()).isEqualTo(403);
        assertThat(bob.put("/v1/AUTH_p1/c/x", "").status()).isEqualTo(201);
        assertThat(bob.delete("/v1/AUTH_p1/c/x").status()).isEqualTo(204);
        assertThat(bob.delete("/v1/AUTH_p1/c").status()).isEqualTo(403);
    }

    @Test
    void w13_publicContainersAreReadByAnybodyAndListedOnlyIfTheySaySo() {
        ann.post("/v1/AUTH_p1/c", "X-Container-Read: .r:*");
        assertThat(nobody.get("/v1/AUTH_p1/c/o").text()).isEqualTo("secret");
        assertThat(nobody.get("/v1/AUTH_p1/c").status()).isEqualTo(401);
        assertThat(bob.get("/v1/AUTH_p1/c").status()).isEqualTo(403);
        ann.post("/v1/AUTH_p1/c", "X-Container-Read: .r:*,.rlistings");
        assertThat(nobody.get("/v1/AUTH_p1/c").text()).isEqualTo("o\n");
        assertThat(nobody.put("/v1/AUTH_p1/c/x", "").status()).isEqualTo(401);
        ann.post("/v1/AUTH_p1/c", "X-Container-Read: .r:.example.com");
        assertThat(nobody.get("/v1/AUTH_p1/c/o", "Referer: http://www.example.com/")
                        .status())
                .isEqualTo(200);
        assertThat(nobody.get("/v1/AUTH_p1/c/o", "Referer: http://evil-example.com/")
                        .status())
                .isEqualTo(401);
        assertThat(nobody.get("/v1/AUTH_p1/c/o").status()).isEqualTo(401);
        var wrong = ann.post("/v1/AUTH_p1/c", "X-Container-Write: .r:*");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).startsWith("Referrers not allowed in write ACL");
    }

    @Test
    void s19_noSpellingOfAPathReachesWhatItDoesNotName() {
        ann.put("/v1/AUTH_p1/pub", "", "X-Container-Read: .r:*,.rlistings");
        ann.put("/v1/AUTH_p1/pub/o", "open");
        assertThat(nobody.get("/v1/AUTH_p1/pub/o").text()).isEqualTo("open");

        for (var path : List.of(
                "pub/../c/o",
                "pub%2F..%2Fc%2Fo",
                "pub/%2e%2e/c/o",
                "pub/%252e%252e/c/o",
                "pub//c/o",
                "pub/./o",
                "pub/o.",
                "pub\\..\\c/o",
                "pub/%c0%ae%c0%ae/c/o",
                "pub/o%00",
                "../AUTH_p1/c/o",
                "pub/%ff")) {
            var reply = nobody.get("/v1/AUTH_p1/" + path);
            assertThat(reply.status()).as(path).isIn(401, 404, 412);
            assertThat(reply.text()).as(path).doesNotContain("secret");
        }
        assertThat(nobody.get("/v1/AUTH_p1/pub/../pub/o").status()).isEqualTo(404);
    }

    @Test
    void s22_oddRequestsAreAnsweredAndHurtNobody() {
        var parts = new StringBuilder("Range: bytes=0-0");
        for (int i = 0; i < 2000; i++) parts.append(",0-0");
        assertThat(ann.get("/v1/AUTH_p1/c//").status()).isEqualTo(404);
        assertThat(ann.get("/v1/AUTH_p1/c/%00").status()).isEqualTo(412);
        assertThat(ann.get("/v1/AUTH_p1/c?limit=-1").status()).isEqualTo(200);
        assertThat(ann.get("/v1/AUTH_p1/c?limit=9223372036854775808").status()).isEqualTo(412);
        assertThat(ann.get("/v1/AUTH_p1/c?limit=x").status()).isEqualTo(200);
        assertThat(ann.get("/v1/AUTH_p1/c/o", parts.toString()).status()).isEqualTo(416);
        assertThat(ann.put("/v1/AUTH_p1/c/x", "", "X-Copy-From:").status()).isEqualTo(201);
        assertThat(ann.get("/v1/AUTH_p1/c/o?&&=&%zz=%ff&=").status()).isEqualTo(200);
        assertThat(ann.get("/v1/AUTH_p1/c/o").text()).isEqualTo("secret");
    }

    @Test
    void r08_aBrokenStoreIsSaidInWordsThatTellNothing() {
        assertThat(ann.get("/v1/AUTH_p1/c/o").status()).isEqualTo(200);
        var broken = new SwiftDialect(
                new BrokenService(),
                new FakeIdentity(),
                SwiftServer.SETTINGS,
                "http",
                server.catalog,
                new torc.common.id.Ids(new java.util.Random(1)));
        try (var other = new torc.common.http.server.HttpServerFixture(broken);
                var client = new SwiftClient(other.port(), "ann")) {
            for (var method : List.of("GET", "HEAD", "PUT", "POST", "DELETE")) {
                for (var path : List.of("/v1/AUTH_p1/c", "/v1/AUTH_p1/c/o")) {
                    var reply = client.send(method, path, NOTHING);
                    assertThat(reply.status()).as(method + " " + path).isEqualTo(500);
                    assertThat(reply.text()).doesNotContain("rack 7", "Exception", "torc");
                    assertThat(reply.header("X-Trans-Id")).isPresent();
                }
            }
        }
    }
}
