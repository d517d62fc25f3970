package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import torc.proxy.swift.edge.EdgeSettings;
import torc.proxy.swift.edge.RateSettings;

/// What an operator holds all requests to.
final class EdgeTest {
    private static SwiftServer server(EdgeSettings edge) {
        var usual = SwiftServer.SETTINGS;
        return new SwiftServer(new SwiftSettings(
                usual.access(),
                usual.metadata(),
                usual.sites(),
                edge,
                usual.sync(),
                usual.maxObjectBytes(),
                usual.storagePolicy(),
                usual.accountManagement(),
                usual.openExpired(),
                usual.exposeInfo(),
                usual.infoAdminKey(),
                usual.disallowedSections()));
    }

    @Test
    void pathsThatAreNotWantedAreRefused() {
        try (var server = server(new EdgeSettings(false, false, "<\"", 30, "/\\.\\./", "", RateSettings.DEFAULTS))) {
            var ann = server.client("ann");
            assertThat(ann.put("/v1/AUTH_p1/c", "").status()).isEqualTo(201);
            assertThat(ann.put("/v1/AUTH_p1/c/%3C", "").text())
                    .isEqualTo("Object/Container/Account name contains forbidden chars from &lt;\"");
            assertThat(ann.put("/v1/AUTH_p1/c/a/../b", "").status()).isEqualTo(400);
            assertThat(ann.put("/v1/AUTH_p1/c/" + "a".repeat(30), "").text())
                    .isEqualTo("Object/Container/Account name longer than the allowed maximum 30");
        }
    }

    @Test
    void aReadOnlyClusterTakesNothingButWhereAResellerSaysSo() {
        try (var server = server(new EdgeSettings(true, true, "", 0, "", "", RateSettings.DEFAULTS))) {
            var ann = server.client("ann");
            var root = server.client("root");
            var refused = ann.put("/v1/AUTH_p1/c", "");
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.text()).isEqualTo("Writes are disabled for this account.");
            assertThat(ann.delete("/v1/AUTH_p1/c").status()).isEqualTo(404);

            assertThat(ann.post("/v1/AUTH_p1", "X-Account-Read-Only: false").status())
                    .isEqualTo(405);
            assertThat(root.post("/v1/AUTH_p1", "X-Account-Read-Only: false").status())
                    .isEqualTo(204);
            server.catalog.advance(Duration.ofSeconds(1));
            assertThat(ann.put("/v1/AUTH_p1/c", "").status()).isEqualTo(201);
            assertThat(ann.head("/v1/AUTH_p1").header("x-account-read-only")).contains("False");
        }
    }

    @Test
    void anAccountCanBeReadOnly() {
        try (var server = server(EdgeSettings.DEFAULTS)) {
            var ann = server.client("ann");
            ann.put("/v1/AUTH_p1/c", "");
            server.client("root").post("/v1/AUTH_p1", "X-Account-Read-Only: true");
            server.catalog.advance(Duration.ofSeconds(1));
            for (var method : new String[] {"PUT", "POST", "DELETE"})
                assertThat(ann.send(method, "/v1/AUTH_p1/c", new byte[0]).status())
                        .isEqualTo(405);
            assertThat(ann.send(
                                    "POST",
                                    "/v1/AUTH_p1?bulk-delete",
                                    "c".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .text())
                    .contains("405 Method Not Allowed");
            assertThat(ann.get("/v1/AUTH_p1").text()).isEqualTo("c\n");
        }
    }

    @Test
    void aContainerCanBeReadOnly() {
        try (var server = server(EdgeSettings.DEFAULTS)) {
            var ann = server.client("ann");
            ann.put("/v1/AUTH_p1/c", "", "X-Container-Write: p2:bob");
            ann.put("/v1/AUTH_p1/c/o", "text");
            assertThat(ann.post("/v1/AUTH_p1/c", "X-Container-Read-Only: true").status())
                    .isEqualTo(204);
            var refused = ann.put("/v1/AUTH_p1/c/o", "other");
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.text()).isEqualTo("Writes are disabled for this container.");
            assertThat(ann.delete("/v1/AUTH_p1/c/o").status()).isEqualTo(405);
            assertThat(ann.delete("/v1/AUTH_p1/c").status()).isEqualTo(405);
            assertThat(ann.get("/v1/AUTH_p1/c/o").text()).isEqualTo("text");
            assertThat(ann.put("/v1/AUTH_p1/other", "").status()).isEqualTo(201);
            assertThat(ann.head("/v1/AUTH_p1/c").header("x-container-read-only"))
                    .contains("True");
            ann.post("/v1/AUTH_p1/c", "X-Container-Read-Only: ");
            assertThat(ann.put("/v1/AUTH_p1/c/o", "other").status()).isEqualTo(201);
        }
    }

    @Test
    void aResellerSaysHowFastAnAccountIsChanged() {
        try (var server = server(EdgeSettings.DEFAULTS)) {
            var ann = server.client("ann");
            var root = server.client("root");
            ann.put("/v1/AUTH_p1/c", "");
            assertThat(ann.post("/v1/AUTH_p1", "X-Account-Global-Write-Ratelimit: 5")
                            .status())
                    .isEqualTo(403);
            assertThat(root.post("/v1/AUTH_p1", "X-Account-Global-Write-Ratelimit: fast")
                            .status())
                    .isEqualTo(400);
            assertThat(root.post("/v1/AUTH_p1", "X-Account-Global-Write-Ratelimit: BLACKLIST")
                            .status())
                    .isEqualTo(204);
            var refused = ann.get("/v1/AUTH_p1/c");
            assertThat(refused.status()).isEqualTo(497);
            assertThat(refused.text()).isEqualTo("Your account has been blacklisted");
            assertThat(root.head("/v1/AUTH_p1").header("x-account-global-write-ratelimit"))
                    .contains("BLACKLIST");
            assertThat(root.post("/v1/AUTH_p1", "X-Account-Global-Write-Ratelimit: ")
                            .status())
                    .isEqualTo(204);
            assertThat(ann.get("/v1/AUTH_p1/c").status()).isEqualTo(204);
        }
    }

    @Test
    void aPolicyForOtherDomainsIsToldIfThereIsOne() {
        try (var server = server(new EdgeSettings(
                        false, false, "", 0, "", "<allow-access-from domain=\"x\"/>", RateSettings.DEFAULTS));
                var plain = server(EdgeSettings.DEFAULTS)) {
            var told = server.client("").get("/crossdomain.xml");
            assertThat(told.header("content-type")).contains("application/xml");
            assertThat(told.text()).contains("<allow-access-from domain=\"x\"/>");
            assertThat(plain.client("").get("/crossdomain.xml").status()).isEqualTo(412);
        }
    }
}
