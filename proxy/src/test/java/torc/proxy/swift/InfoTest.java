package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import torc.common.config.Secret;

/// What `/info` shows, and to whom.
final class InfoTest {
    private static SwiftServer server(boolean exposed, String key, List<String> disallowed) {
        var usual = SwiftServer.SETTINGS;
        return new SwiftServer(new SwiftSettings(
                usual.access(),
                usual.metadata(),
                usual.sites(),
                usual.edge(),
                usual.sync(),
                usual.maxObjectBytes(),
                usual.storagePolicy(),
                usual.accountManagement(),
                usual.openExpired(),
                exposed,
                key.isEmpty() ? Optional.empty() : Optional.of(new Secret(key)),
                disallowed));
    }

    private static String signed(String algorithm, String method, String expires, String key) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            var text = method + "\n" + expires + "\n/info";
            return "/info?swiftinfo_expires=" + expires + "&swiftinfo_sig="
                    + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoSignsSeesWhatIsLeftOut() {
        try (var server = server(true, "grün", List.of("slo", "swift.version", "none.at.all", "bulk_delete.x.y"))) {
            var client = server.client("");
            var soon = Long.toString(server.catalog.instant().getEpochSecond() + 10);
            var plain = client.get("/info");
            assertThat(plain.status()).isEqualTo(200);
            assertThat(plain.text())
                    .contains("\"max_file_size\"", "\"policies\"")
                    .doesNotContain("\"slo\"", "\"version\"", "\"admin\"");

            for (var algorithm : List.of("HmacSHA1", "HmacSHA256")) {
                var admin = client.get(signed(algorithm, "GET", soon, "grün"));
                assertThat(admin.status()).isEqualTo(200);
                assertThat(admin.text()).contains("\"admin\":{\"disallowed_sections\":[\"slo\",\"swift.version\",");
            }
            assertThat(client.head(signed("HmacSHA1", "GET", soon, "grün")).status())
                    .isEqualTo(200);
            assertThat(client.head(signed("HmacSHA1", "HEAD", soon, "grün")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotSignRightSeesNothing() {
        try (var server = server(true, "key", List.of("slo"))) {
            var client = server.client("");
            var soon = Long.toString(server.catalog.instant().getEpochSecond() + 10);
            var good = signed("HmacSHA1", "GET", soon, "key");
            assertThat(client.get(good).status()).isEqualTo(200);

            assertThat(client.get(signed("HmacSHA1", "HEAD", soon, "key")).status())
                    .isEqualTo(401);
            assertThat(client.get(signed("HmacSHA1", "GET", soon, "other")).status())
                    .isEqualTo(401);
            assertThat(client.get(signed("HmacSHA1", "GET", "soon", "key")).status())
                    .isEqualTo(401);
            assertThat(client.get("/info?swiftinfo_sig=0011").status()).isEqualTo(401);
            assertThat(client.get("/info?swiftinfo_expires=" + soon).status()).isEqualTo(401);
            server.catalog.advance(Duration.ofSeconds(11));
            assertThat(client.get(good).status()).isEqualTo(401);
        }
    }

    @Test
    void withoutAKeyNobodyIsAnAdministratorAndWhatIsHiddenIsHiddenFromAll() {
        try (var open = server(true, "", List.of());
                var hidden = server(false, "key", List.of())) {
            var soon = Long.toString(open.catalog.instant().getEpochSecond() + 10);
            assertThat(open.client("").get(signed("HmacSHA1", "GET", soon, " ")).status())
                    .isEqualTo(403);
            assertThat(hidden.client("").get("/info").status()).isEqualTo(403);
            assertThat(hidden.client("")
                            .get(signed("HmacSHA1", "GET", soon, "key"))
                            .status())
                    .isEqualTo(403);
        }
    }
}
