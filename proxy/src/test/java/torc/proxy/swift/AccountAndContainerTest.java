package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountAndContainerTest {
    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAccountThatNobodyUsedIsEmptyAndThere() {
        var reply = ann.get("/v1/AUTH_p1");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("X-Account-Container-Count")).contains("0");
        assertThat(reply.header("X-Account-Bytes-Used")).contains("0");
        assertThat(reply.header("X-Timestamp")).isPresent();
        assertThat(ann.head("/v1/AUTH_p1").status()).isEqualTo(204);
        assertThat(ann.get("/v1/AUTH_p1?format=json").text()).isEqualTo("[]");
    }

    @Test
    void containersAreMadeShownCountedAndRemoved() {
        assertThat(ann.put("/v1/AUTH_p1/c", "").status()).isEqualTo(201);
        assertThat(ann.put("/v1/AUTH_p1/c", "").status()).isEqualTo(202);
        ann.put("/v1/AUTH_p1/c/o", "12345");

        var container = ann.head("/v1/AUTH_p1/c");
        assertThat(container.status()).isEqualTo(204);
        assertThat(container.header("X-Container-Object-Count")).contains("1");
        assertThat(container.header("X-Container-Bytes-Used")).contains("5");
        assertThat(container.header("X-Storage-Policy")).contains("default");
        var account = ann.head("/v1/AUTH_p1");
        assertThat(account.header("X-Account-Container-Count")).contains("1");
        assertThat(account.header("X-Account-Object-Count")).contains("1");
        assertThat(account.header("X-Account-Bytes-Used")).contains("5");
        assertThat(account.header("X-Account-Storage-Policy-Default-Bytes-Used"))
                .contains("5");
        assertThat(ann.get("/v1/AUTH_p1").text()).isEqualTo("c\n");
        assertThat(ann.get("/v1/AUTH_p1?format=json").text())
                .startsWith("[{\"name\": \"c\", \"count\": 1, \"bytes\": 5, \"last_modified\": \"2026-");

        assertThat(ann.delete("/v1/AUTH_p1/c").status()).isEqualTo(409);
        ann.delete("/v1/AUTH_p1/c/o");
        assertThat(ann.delete("/v1/AUTH_p1/c").status()).isEqualTo(204);
        assertThat(ann.delete("/v1/AUTH_p1/c").status()).isEqualTo(404);
        assertThat(ann.head("/v1/AUTH_p1/c").status()).isEqualTo(404);
        assertThat(ann.post("/v1/AUTH_p1/c").status()).isEqualTo(404);
    }

    @Test
    void metadataIsMergedByPostAndRemovedByName() {
        assertThat(ann.put("/v1/AUTH_p1/c", "", "X-Container-Meta-A: 1", "X-Container-Meta-B: 2")
                        .status())
                .isEqualTo(201);
        assertThat(ann.post(
                                "/v1/AUTH_p1/c",
                                "X-Container-Meta-C: 3",
                                "X-Remove-Container-Meta-A: x",
                                "X-Container-Meta-B:")
                        .status())
                .isEqualTo(204);

        var reply = ann.get("/v1/AUTH_p1/c");
        assertThat(reply.header("X-Container-Meta-C")).contains("3");
        assertThat(reply.header("X-Container-Meta-A")).isEmpty();
        assertThat(reply.header("X-Container-Meta-B")).isEmpty();
        assertThat(ann.post("/v1/AUTH_p1", "X-Account-Meta-A: 1").status()).isEqualTo(204);
        assertThat(ann.head("/v1/AUTH_p1").header("X-Account-Meta-A")).contains("1");
    }

    @Test
    void w07_limitsHoldForSeveralRequestsTogether() {
        var ninety = new String[90];
        for (int i = 0; i < 90; i++) ninety[i] = "X-Container-Meta-N" + i + ": v";
        assertThat(ann.put("/v1/AUTH_p1/c", "", ninety).status()).isEqualTo(201);
        var one = ann.post("/v1/AUTH_p1/c", "X-Container-Meta-More: v");
        assertThat(one.status()).isEqualTo(400);
        assertThat(one.text()).isEqualTo("Too many metadata items; max 90");
        assertThat(ann.head("/v1/AUTH_p1/c").header("X-Container-Meta-More")).isEmpty();

        for (int i = 0; i < 90; i++) ninety[i] = "X-Account-Meta-N" + i + ": v";
        assertThat(ann.post("/v1/AUTH_p1", ninety).status()).isEqualTo(204);
        assertThat(ann.post("/v1/AUTH_p1", "X-Account-Meta-More: v").status()).isEqualTo(400);

        var large = new String[16];
        for (int i = 0; i < 16; i++) large[i] = "X-Container-Meta-" + (char) ('A' + i) + ": " + "v".repeat(255);
        assertThat(ann.put("/v1/AUTH_p1/d", "", large).status()).isEqualTo(201);
        assertThat(ann.post("/v1/AUTH_p1/d", "X-Container-Meta-Z: v").text())
                .isEqualTo("Total metadata too large; max 4096");
    }

    @Test
    void lastModifiedFollowsTheContainerAndNotItsObjects() {
        ann.put("/v1/AUTH_p1/c", "");
        var made = ann.head("/v1/AUTH_p1/c").header("Last-Modified");
        server.catalog.advance(Duration.ofSeconds(10));
        ann.put("/v1/AUTH_p1/c/o", "x");
        assertThat(ann.head("/v1/AUTH_p1/c").header("Last-Modified")).isEqualTo(made);
        ann.post("/v1/AUTH_p1/c", "X-Container-Meta-A: 1");
        var changed = ann.head("/v1/AUTH_p1/c").header("Last-Modified");
        assertThat(changed).isNotEqualTo(made);
        server.catalog.advance(Duration.ofSeconds(10));
        ann.put("/v1/AUTH_p1/c", "");
        assertThat(ann.head("/v1/AUTH_p1/c").header("Last-Modified")).isNotEqualTo(changed);
    }

    @Test
    void namesMayBeAsLongAsTheLimit() {
        assertThat(ann.put("/v1/AUTH_p1/" + "a".repeat(256), "").status()).isEqualTo(201);
        var tooLong = ann.put("/v1/AUTH_p1/" + "a".repeat(257), "");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.text()).isEqualTo("Container name length of 257 longer than 256");
        assertThat(tooLong.header("Content-Type")).contains("text/html; charset=UTF-8");
        assertThat(ann.get("/v1/AUTH_p1/" + "a".repeat(257)).status()).isEqualTo(404);
    }

    @Test
    void whatIsNoMethodOfTheThingIsRefusedWithThoseThatAre() {
        for (var method : new String[] {"LICK", "COPY", "PATCH", "get"}) {
            var reply = ann.send(method, "/v1/AUTH_p1/c", new byte[0]);
            assertThat(reply.status()).as(method).isEqualTo(405);
            assertThat(reply.header("Allow")).contains("GET, HEAD, PUT, POST, DELETE, OPTIONS");
        }
        assertThat(ann.put("/v1/AUTH_p1", "").status()).isEqualTo(405);
        assertThat(ann.delete("/v1/AUTH_p1").status()).isEqualTo(405);
        var options = ann.send("OPTIONS", "/v1/AUTH_p1/c/o", new byte[0]);
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.header("Allow")).contains("GET, HEAD, PUT, POST, DELETE, COPY, OPTIONS");
        assertThat(ann.send("OPTIONS", "/v1/AUTH_p1/c/o", new byte[0], "Content-Length: 0", "Origin: http://x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void everyAnswerHasItsTransactionsId() {
        for (var path : new String[] {"/v1/AUTH_p1", "/v1/AUTH_p1/absent", "/info", "/healthcheck", "/v1", "/v2/a"}) {
            var reply = ann.get(path);
            assertThat(reply.header("X-Trans-Id").orElse("")).as(path).matches("tx[0-9a-f]{21}-[0-9a-f]{10}");
            assertThat(reply.header("X-Openstack-Request-Id")).isEqualTo(reply.header("X-Trans-Id"));
        }
    }

    @Test
    void infoTellsTheLimitsThatHold() {
        var nobody = server.client("");
        assertThat(nobody.get("/info").text()).contains("\"max_file_size\":1048576", "\"max_meta_count\":90");
        assertThat(nobody.get("/healthcheck").text()).isEqualTo("OK");
        assertThat(nobody.get("/info?swiftinfo_sig=x&swiftinfo_expires=9").status())
                .isEqualTo(403);
        var get = nobody.get("/info");
        assertThat(nobody.head("/info").header("Content-Length")).isEqualTo(get.header("Content-Length"));
    }

    @Test
    void errorsAreSwiftsPages() {
        assertThat(ann.get("/v1/AUTH_p1/absent").text())
                .isEqualTo("<html><h1>Not Found</h1><p>The resource could not be found.</p></html>");
        var badUrl = ann.put("/v1/", "");
        assertThat(badUrl.status()).isEqualTo(412);
        assertThat(badUrl.text()).isEqualTo("Bad URL");
        assertThat(ann.get("//v1/AUTH_p1").status()).isEqualTo(404);
        var broken = ann.put("/v1/AUTH_p1/%ff", "");
        assertThat(broken.status()).isEqualTo(412);
        assertThat(broken.text()).isEqualTo("Invalid UTF8 or contains NULL");
    }

    @Test
    void anUnknownPolicyAndHostsThatAreNotAllowedAreRefused() {
        assertThat(ann.put("/v1/AUTH_p1/c", "", "X-Storage-Policy: Default").status())
                .isEqualTo(201);
        assertThat(ann.put("/v1/AUTH_p1/d", "", "X-Storage-Policy: gold").text())
                .isEqualTo("Invalid X-Storage-Policy 'gold'");
        assertThat(ann.put("/v1/AUTH_p1/d", "", "X-Container-Sync-To: http://127.0.0.1/v1/AUTH_a/c")
                        .status())
                .isEqualTo(400);
        assertThat(ann.get("/v1/AUTH_p1").text()).isEqualTo("c\n");
        assertThat(ann.get("/v1/AUTH_p1/c").status()).isEqualTo(204);
    }

    @Test
    void ownersMakeAndAdministratorsDeleteAccountsWhereThatIsAllowed() {
        var settings = new SwiftSettings(
                SwiftServer.SETTINGS.access(),
                SwiftServer.SETTINGS.metadata(),
                SwiftServer.SETTINGS.sites(),
                SwiftServer.SETTINGS.edge(),
                SwiftServer.SETTINGS.sync(),
                1 << 20,
                "default",
                true,
                false,
                true,
                SwiftSettings.DEFAULTS.infoAdminKey(),
                SwiftSettings.DEFAULTS.disallowedSections());
        try (var managed = new SwiftServer(settings)) {
            var owner = managed.client("ann");
            var root = managed.client("root");
            assertThat(owner.put("/v1/AUTH_p1", "").status()).isEqualTo(201);
            assertThat(owner.put("/v1/AUTH_p1", "").status()).isEqualTo(202);
            owner.put("/v1/AUTH_p1/c", "");
            assertThat(owner.delete("/v1/AUTH_p1").status()).isEqualTo(403);
            assertThat(root.delete("/v1/AUTH_p1?bulk").status()).isEqualTo(400);
            assertThat(root.delete("/v1/AUTH_p1").status()).isEqualTo(204);
            assertThat(owner.get("/v1/AUTH_p1/c").status()).isNotEqualTo(200);
        }
    }
}
