package torc.tools.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import torc.tools.fsck.FsckCommand;

/// Three devices and three replicas, as `torc up --devices 3 --replicas 3` runs them, looked at from outside: by
/// the
/// files, by `torc fsck` and by clients.
class ThreeReplicasTest {
    private static final String SETTINGS = "devices: 3\nreplicas: 3\n";
    private static final byte[] BODY = random(300_000);
    /// So much of the body, from its middle, is looked for in the files.
    private static final int MARK_AT = 150_000;
    private static final String MARK = new String(BODY, MARK_AT, 64, StandardCharsets.ISO_8859_1);

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void anObjectLiesOnThreeDevicesAndFsckAgrees() throws Exception {
        store();

        for (int device = 0; device < 3; device++)
            assertThat(marks(device, false)).as("d" + device).isEqualTo(1);
        assertThat(fsck()).contains("1 blobs checked: 0 lost, 0 wrong");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anObjectIsReadWhenOnlyOneDevicesCopyIsSound(int sound) throws Exception {
        store();
        for (int device = 0; device < 3; device++)
            if (device != sound) assertThat(marks(device, true)).isEqualTo(1);

        try (var cloud = RunningCloud.start(folder.resolve("data"), SETTINGS, client)) {
            var account = cloud.logIn();
            for (int i = 0; i < 20; i++) {
                var got = cloud.swift(account, "GET", "/c/o", new byte[0]);
                assertThat(got.statusCode()).isEqualTo(200);
                assertThat(got.body()).isEqualTo(BODY);
            }
        }
    }

    @Test
    void withEveryCopyDamagedNoWrongByteIsGivenOut() throws Exception {
        store();
        for (int device = 0; device < 3; device++)
            assertThat(marks(device, true)).isEqualTo(1);

        try (var cloud = RunningCloud.start(folder.resolve("data"), SETTINGS, client)) {
            var account = cloud.logIn();
            assertThat(wholeAnswer(cloud, account)).isFalse();
            assertThat(cloud.swift(account, "PUT", "/c/other", BODY).statusCode())
                    .isEqualTo(201);
        }
    }

    /// Whether a GET ends as if all were well.
    private static boolean wholeAnswer(RunningCloud cloud, RunningCloud.Account account) throws Exception {
        try {
            return cloud.swift(account, "GET", "/c/o", new byte[0]).statusCode() == 200;
        } catch (IOException _) {
            return false; // Broken off in the middle, which no client takes for an end.
        }
    }

    private void store() throws Exception {
        try (var cloud = RunningCloud.start(folder.resolve("data"), SETTINGS, client)) {
            var account = cloud.logIn();
            assertThat(cloud.swift(account, "PUT", "/c", new byte[0]).statusCode())
                    .isEqualTo(201);
            assertThat(cloud.swift(account, "PUT", "/c/o", BODY).statusCode()).isEqualTo(201);
            var got = cloud.swift(account, "GET", "/c/o", new byte[0]);
            assertThat(got.body()).isEqualTo(BODY);
        }
    }

    private String fsck() {
        var text = new StringWriter();
        var code = new CommandLine(new FsckCommand())
                .setOut(new PrintWriter(text))
                .execute("--data", folder.resolve("data").toString());
        assertThat(code).as(text.toString()).isZero();
        return text.toString();
    }

    /// How often a device's files hold the mark; flips a bit in each if asked to.
    private int marks(int device, boolean flip) throws IOException {
        var root = folder.resolve("data/devices/d" + device + "/blobs");
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .mapToInt(file -> marksOf(file, flip))
                    .sum();
        }
    }

    private static int marksOf(Path file, boolean flip) {
        try (var open = new RandomAccessFile(file.toFile(), flip ? "rw" : "r")) {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            var count = 0;
            for (int at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
                count++;
                if (!flip) continue;
                open.seek(at + 5);
                open.write(BODY[MARK_AT + 5] ^ 1);
            }
            return count;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] random(int count) {
        var bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
