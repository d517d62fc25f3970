package torc.proxy.swift.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torc.common.config.ConfigFile;
import torc.common.config.ConfigOutcome;
import torc.common.config.Secret;
import torc.proxy.swift.request.Refused;

final class SyncDestinationTest {
    private static final SyncSettings SETTINGS = new SyncSettings(
            Map.of(
                    "US",
                    new RealmSettings(
                            new Secret("realm-key"),
                            Optional.of(new Secret("second-key")),
                            Map.of("Dfw", "https://dfw.example/v1/"))),
            List.of("plain.example"),
            "//us/dfw",
            Duration.ofSeconds(1),
            2,
            SyncSettings.DEFAULTS.bytesPerSecond());

    private static SyncDestination parsed(String value) {
        return SyncDestination.parse(value, SETTINGS).orElseThrow();
    }

    @Test
    void realmsAndAllowedHostsLeadSomewhere() {
        var inRealm = parsed("//us/DFW/AUTH_a/my c/");
        assertThat(inRealm.container()).hasToString("https://dfw.example/v1/AUTH_a/my%20c");
        assertThat(inRealm.realm()).isEqualTo("US");
        assertThat(inRealm.realmKey()).isEqualTo("realm-key");
        assertThat(inRealm.path("o é")).isEqualTo("/v1/AUTH_a/my%20c/o%20%C3%A9");

        assertThat(parsed("http://plain.example:8081/v1/AUTH_a/c").path("o")).isEqualTo("/v1/AUTH_a/c/o");
        assertThat(SyncDestination.parse("", SETTINGS)).isEmpty();
        assertThat(SyncDestination.parse("/", SETTINGS)).isEmpty();
    }

    @Test
    void v04NothingElseIsSentTo() {
        parsed("//US/DFW/a/c"); // Positive control.
        for (var value : new String[] {
            "//US/DFW/a",
            "//US/DFW/a/c/o",
            "//US/DFW//c",
            "//US/DFW/a/%2e%2e%2fc",
            "//EU/DFW/a/c",
            "//US/ORD/a/c",
            "http://127.0.0.1/v1/a/c",
            "http://[::1]/v1/a/c",
            "http://0.0.0.0/v1/a/c",
            "http://169.254.169.254/latest",
            "http://2130706433/v1/a/c",
            "http://0177.0.0.1/v1/a/c",
            "http://plain.example.evil.example/v1/a/c",
            "http://plain.example@evil.example/v1/a/c",
            "http://evil.example@plain.example/v1/a/c",
            "http://plain.example/v1/a/c?x=y",
            "http://plain.example/v1/a/c#x",
            "http://plain.example",
            "file:///etc/passwd",
            "filesystem://plain.example/x",
            "gopher://plain.example/x",
            "/dev/zero",
            "http://plain.example/a b",
        })
            assertThatThrownBy(() -> SyncDestination.parse(value, SETTINGS))
                    .as(value)
                    .isInstanceOf(Refused.class);
    }

    @Test
    void infoTellsNamesAndNoKeys() {
        assertThat(SETTINGS.info()).isEqualTo("{\"realms\": {\"US\": {\"clusters\": {\"DFW\": {\"current\": true}}}}}");
        assertThat(SyncSettings.DEFAULTS.info()).isEqualTo("{\"realms\": {}}");
    }

    @Test
    void theConfigurationNamesRealmsAndIsPrintedWithoutTheirKeys() {
        var yaml = """
                realms:
                  US:
                    key: realm-key
                    key2: second-key
                    clusters:
                      Dfw: https://dfw.example/v1/
                allowed-hosts: [plain.example]
                current: //us/dfw
                pause: 1s
                requests: 2
                """;
        var read = ConfigFile.read(yaml, SyncSettings.DEFAULTS);
        assertThat(read).isEqualTo(new ConfigOutcome.Valid<>(SETTINGS));
        var printed = ConfigFile.print(SETTINGS);
        assertThat(printed)
                .contains("  US:\n", "Dfw: \"https://dfw.example/v1/\"")
                .doesNotContain("-key");
        for (var wrong : new String[] {
            "realms: {US: {clusters: {a: 'http://h/v1'}}}", // No key.
            "realms: {US: {key: k, clusters: {a: 'ftp://h/v1'}}}",
            "realms: {US: {key: k, clusters: {a: 'http://u:p@h/v1'}}}",
            "realms: {US: {key: k, colour: red}}",
            "realms: [US]",
            "requests: 0",
            "current: us/dfw",
        }) assertThat(ConfigFile.read(wrong, SyncSettings.DEFAULTS)).as(wrong).isInstanceOf(ConfigOutcome.Faulty.class);
    }
}
