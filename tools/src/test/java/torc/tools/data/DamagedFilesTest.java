package torc.tools.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.builder.RingBuilder;
import torc.ring.file.RingFile;
import torc.ring.placement.Device;
import torc.tools.command.ExitCode;

/// FAULTS F07: whatever bit of the files at the top of a data directory is wrong, the file is refused by its name, or
/// says what it said.
class DamagedFilesTest {
    @TempDir
    Path temporary;

    private Path root() {
        return temporary.resolve("data");
    }

    @BeforeEach
    void fill() {
        try (var data = DataDirectory.open(root())) {
            data.credentials(new NewSecrets(new SecureRandom()));
            data.fix(new Layout(12, 3));
            var devices = new ArrayList<Device>();
            for (int i = 0; i < 3; i++) devices.add(Device.of(i, 1, i + 1, "127.0.0.1", 6200, "d" + i, 100));
            RingFile.of(RingBuilder.build(devices, 4, 3, 1), 2).write(data.objectRing());
        }
    }

    /// One bit of each byte, a byte, zeros, and cuts.
    private static List<byte[]> damaged(byte[] whole) {
        var all = new ArrayList<byte[]>();
        for (int at = 0; at < whole.length; at++) {
            var flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            all.add(flipped);
        }
        for (int at = 0; at < whole.length; at += 7) {
            var changed = whole.clone();
            changed[at] = (byte) (changed[at] == 'x' ? 'y' : 'x');
            all.add(changed);
        }
        all.add(new byte[whole.length]);
        all.add(new byte[4096]);
        for (int length = 0; length < whole.length; length++) all.add(Arrays.copyOf(whole, length));
        return all;
    }

    /// @param read what the file means to the program
    private int refusals(String name, Supplier<Object> read) throws IOException {
        var file = root().resolve(name);
        var whole = Files.readAllBytes(file);
        var right = read.get();
        var refused = 0;
        for (var damage : damaged(whole)) {
            Files.write(file, damage);
            try {
                assertThat(read.get())
                        .as(() -> name + ": " + new String(damage, StandardCharsets.ISO_8859_1))
                        .isEqualTo(right);
            } catch (DataRefused refusal) {
                assertThat(refusal.exitCode()).isEqualTo(ExitCode.DAMAGED);
                assertThat(refusal).hasMessageContaining(file + " is damaged: ");
                refused++;
            }
        }
        Files.write(file, whole);
        assertThat(read.get()).isEqualTo(right);
        return refused;
    }

    @Test
    void f07_aDamagedLayoutIsRefusedByName() throws IOException {
        var bytes = Files.size(root().resolve("layout"));

        // All but what is said in the comment's and the checksum's own names.
        assertThat(refusals("layout", () -> DataDirectory.layoutOf(root()))).isGreaterThan((int) (1.9 * bytes));
    }

    @Test
    void f07_damagedCredentialsAreRefusedByName() throws IOException {
        var bytes = Files.size(root().resolve("credentials"));

        assertThat(refusals("credentials", this::secrets)).isGreaterThan((int) (1.9 * bytes));
    }

    private Object secrets() {
        var read = DataDirectory.readCredentials(root());
        return List.of(
                read.password(),
                read.accessKey(),
                read.secretKey(),
                Arrays.toString(read.tokenKey()),
                Arrays.toString(read.sealingKey()));
    }

    @Test
    void f07_aDamagedRingIsRefusedByName() throws IOException {
        try (var data = DataDirectory.open(root())) {
            assertThat(refusals("object.ring.gz", data::readRing)).isGreaterThan(100);
        }
    }

    @Test
    void f07_aDamagedVersionIsRefusedAndLeftAlone() throws IOException {
        var file = root().resolve("VERSION");
        var whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length - 1; at++) {
            var flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(file, flipped);
            assertThatThrownBy(() -> DataDirectory.open(root()))
                    .isInstanceOfSatisfying(
                            DataRefused.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.OTHER_VERSION));
            assertThat(file).hasBinaryContent(flipped);
        }
        Files.write(file, whole);
        DataDirectory.open(root()).close();
    }

    @Test
    void filesOfAReleaseWithoutChecksumsAreRead() throws IOException {
        Files.writeString(
                root().resolve("layout"), "# fixed at the first start; do not change\ndevices=2\nreplicas=2\n");

        assertThat(DataDirectory.layoutOf(root())).contains(new Layout(2, 2));
    }

    @Test
    void whatAProcessThatDiedSaidOfItselfIsNotLookedAt() throws IOException {
        Files.writeString(root().resolve("endpoints"), "#, checked\ndamaged");

        assertThat(DataDirectory.running(root())).isEmpty();
    }
}
