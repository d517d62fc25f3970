package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.tools.data.DataRefused;
import torc.tools.data.EncryptionKeys;

/// THREATS R07 on a real data directory, through both dialects.
final class EncryptionAtRestTest {
    private static final String ON = "objects:\n  encryption: true\n";
    private static final String MARK = "words that stand nowhere else than in this object ";
    private static final byte[] SHORT = MARK.getBytes(StandardCharsets.UTF_8);
    private static final byte[] LONG = MARK.repeat(2_000).getBytes(StandardCharsets.UTF_8);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void filesHoldNeitherPlaintextNorRootSecretsAndObjectsAreReadAfterRotationR07() throws Exception {
        store(ON, "one");
        var secrets = EncryptionKeys.read(data()).orElseThrow().secrets();
        var secret = Objects.requireNonNull(secrets.get(1L));
        assertThat(filesWith(MARK.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(filesWith(secret)).isEmpty();
        assertThat(filesWith(HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII)))
                .containsExactly(keys());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys())))
                .isEqualTo("rw-------");

        var number = EncryptionKeys.rotate(data(), EncryptionKeys.read(data()).orElseThrow(), new SecureRandom());
        assertThat(number).isEqualTo(2);
        store(ON, "two");
        assertThat(filesWith(MARK.getBytes(StandardCharsets.UTF_8))).isEmpty();
        store("", "three"); // Off again.
        assertThat(filesWith(MARK.getBytes(StandardCharsets.UTF_8)))
                .as("what is not encrypted is found")
                .isNotEmpty();

        try (var cloud = RunningCloud.start(data(), "", client)) {
            var account = cloud.logIn();
            for (var container : List.of("one", "two", "three")) {
                assertThat(cloud.swift(account, "GET", "/" + container + "/short", new byte[0])
                                .body())
                        .isEqualTo(SHORT);
                assertThat(cloud.s3("GET", "/" + container + "/long", new byte[0])
                                .body())
                        .isEqualTo(LONG);
                var range = cloud.swift(
                        account, "GET", "/" + container + "/long", new byte[0], Map.of("Range", "bytes=33-150"));
                assertThat(new String(range.body(), StandardCharsets.UTF_8))
                        .isEqualTo(MARK.repeat(4).substring(33, 151));
            }
        }
    }

    @Test
    void aStartWithoutARootSecretThatWasInUseIsRefused() throws Exception {
        store(ON, "one");
        var whole = Files.readAllBytes(keys());
        Files.delete(keys());
        for (var settings : List.of(ON, ""))
            assertThatThrownBy(() -> store(settings, "two"))
                    .isInstanceOf(DataRefused.class)
                    .hasMessageContaining("encryption-keys is missing");

        var damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(keys(), damaged);
        assertThatThrownBy(() -> store(ON, "two"))
                .isInstanceOf(DataRefused.class)
                .hasMessageContaining("encryption-keys is damaged");

        Files.delete(keys());
        var _ = EncryptionKeys.readOrDraw(Files.createDirectory(folder.resolve("other")), new SecureRandom());
        Files.copy(folder.resolve("other").resolve("encryption-keys"), keys());
        assertThatThrownBy(() -> store(ON, "two"))
                .isInstanceOf(DataRefused.class)
                .hasMessageContaining("not the one that objects are encrypted under");

        Files.write(keys(), whole);
        store(ON, "two");
    }

    private void store(String settings, String container) throws Exception {
        try (var cloud = RunningCloud.start(data(), settings, client)) {
            var account = cloud.logIn();
            assertThat(cloud.swift(account, "PUT", "/" + container, new byte[0]).statusCode())
                    .isEqualTo(201);
            assertThat(cloud.swift(account, "PUT", "/" + container + "/short", SHORT)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(cloud.s3("PUT", "/" + container + "/long", LONG).statusCode())
                    .isEqualTo(200);
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path keys() {
        return data().resolve("encryption-keys");
    }

    private List<Path> filesWith(byte[] wanted) throws IOException {
        try (var files = Files.walk(data())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, new String(wanted, StandardCharsets.ISO_8859_1)))
                    .toList();
        }
    }

    /// Segments may be large, so that they are searched piece by piece; pieces overlap.
    private static boolean holds(Path file, String wanted) {
        try (var in = Files.newInputStream(file)) {
            var end = "";
            for (var piece = in.readNBytes(1 << 20); piece.length > 0; piece = in.readNBytes(1 << 20)) {
                var text = end + new String(piece, StandardCharsets.ISO_8859_1);
                if (text.contains(wanted)) return true;
                end = text.substring(Math.max(0, text.length() - wanted.length()));
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
