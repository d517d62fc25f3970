package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// THREATS W08: where older versions are kept, whoever may not write changes none of them, and none is made before it
/// is known that the sender may.
class VersionedAccessTest {
    private static final String C = "/v1/AUTH_p1/c";
    private static final String O = C + "/o";
    private static final String ARCHIVE = "/v1/AUTH_p1/archive";
    private static final byte[] NOTHING = {};

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient bob = server.client("bob");
    private final SwiftClient nobody = server.client("");
    private String older = "";

    /// The ways of keeping versions, and what makes a container keep them.
    enum Mode {
        ENABLED("X-Versions-Enabled: true"),
        STACK("X-Versions-Location: archive"),
        HISTORY("X-History-Location: archive");

        private final String header;

        Mode(String header) {
            this.header = header;
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void keepVersions(Mode mode) {
        assertThat(ann.put(ARCHIVE, "", "X-Container-Read: p2:*,.r:*,.rlistings")
                        .status())
                .isEqualTo(201);
        assertThat(ann.put(C, "", mode.header, "X-Container-Read: p2:*,.r:*,.rlistings")
                        .status())
                .isEqualTo(201);
        var first = ann.put(O, "first");
        assertThat(first.status()).isEqualTo(201);
        older = first.header("X-Object-Version-Id").orElse("");
        assertThat(ann.put(O, "second!").status()).isEqualTo(201);
    }

    /// All that is kept, with its tags and times, and what the counters say of it.
    private List<String> everything() {
        return List.of(
                ann.get(C + "?versions&format=json").text(),
                ann.get(C + "?format=json").text(),
                ann.get(ARCHIVE + "?format=json").text(),
                figures(C),
                figures(ARCHIVE),
                figures("/v1/AUTH_p1"),
                ann.get(O).text());
    }

    private String figures(String path) {
        return ann.head(path).head().stream()
                .filter(line -> line.matches("(?i)x-(container|account)-(object-count|bytes-used):.*"))
                .toList()
                .toString();
    }

    @ParameterizedTest
    @EnumSource
    void w08_whoMayOnlyListDeletesNoVersion(Mode mode) {
        keepVersions(mode);
        var before = everything();
        assertThat(bob.get(C).text()).isEqualTo("o\n");
        assertThat(nobody.get(O).text()).isEqualTo("second!");

        assertThat(bob.delete(O).status()).isEqualTo(403);
        assertThat(nobody.delete(O).status()).isEqualTo(401);
        assertThat(bob.post(C, "X-Remove-Versions-Location: x", "X-Versions-Enabled: false")
                        .status())
                .isEqualTo(403);
        if (mode == Mode.ENABLED) {
            assertThat(ann.get(O + "?version-id=" + older).text()).isEqualTo("first");
            for (var method : List.of("DELETE", "PUT", "GET", "HEAD"))
                assertThat(bob.send(method, O + "?version-id=" + older, NOTHING).status())
                        .as(method)
                        .isEqualTo(403);
        } else {
            var kept = ann.get(ARCHIVE).text().strip();
            assertThat(bob.get(ARCHIVE + "/" + kept).text()).isEqualTo("first");
            assertThat(bob.delete(ARCHIVE + "/" + kept).status()).isEqualTo(403);
        }

        assertThat(everything()).isEqualTo(before);
        assertThat(ann.delete(O).status()).isEqualTo(204);
        assertThat(everything()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void w08_aRefusedWriteMakesNoVersion(Mode mode) {
        keepVersions(mode);
        var before = everything();

        for (var client : List.of(bob, nobody)) {
            var refused = client == bob ? 403 : 401;
            assertThat(client.put(O, "theirs").status()).isEqualTo(refused);
            assertThat(client.put(O, "", "X-Copy-From: /c/o").status()).isEqualTo(refused);
            assertThat(client.put(O, "", "X-Object-Manifest: c/o").status()).isEqualTo(refused);
            assertThat(client.put(O + "?multipart-manifest=put", "[{\"data\": \"WFla\"}]")
                            .status())
                    .isEqualTo(refused);
            assertThat(client.put(O, "", "X-Symlink-Target: c/o").status()).isEqualTo(refused);
            assertThat(client.post(O, "X-Object-Meta-A: b").status()).isEqualTo(refused);
            assertThat(client.send("COPY", O, NOTHING, "Destination: c/o").status())
                    .isEqualTo(refused);
        }

        assertThat(everything()).isEqualTo(before);
        assertThat(ann.put(O, "third").status()).isEqualTo(201);
        assertThat(everything()).isNotEqualTo(before);
    }
}
