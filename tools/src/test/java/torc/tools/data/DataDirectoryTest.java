package torc.tools.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.tools.command.ExitCode;

class DataDirectoryTest {
    @TempDir
    Path temporary;

    private Path root() {
        return temporary.resolve("data");
    }

    private static void assertRefused(ExitCode code, ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        DataRefused.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(code));
    }

    @Test
    void k20_secretsAreDrawnOnceAndReadableByTheirOwnerAlone() throws IOException {
        var secrets = new NewSecrets(new SecureRandom());
        Credentials drawn;
        try (var directory = DataDirectory.open(root())) {
            drawn = directory.credentials(secrets);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.credentialsFile())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root())))
                    .isEqualTo("rwx------");
        }
        try (var directory = DataDirectory.open(root())) {
            var again = directory.credentials(secrets);
            assertThat(again.password()).isEqualTo(drawn.password()).hasSize(24);
            assertThat(again.tokenKey()).isEqualTo(drawn.tokenKey()).hasSize(32);
            assertThat(again.toString()).doesNotContain(drawn.password());
        }
        try (var other = DataDirectory.open(temporary.resolve("other"))) {
            var others = other.credentials(secrets);
            assertThat(others.password()).isNotEqualTo(drawn.password());
            assertThat(others.tokenKey()).isNotEqualTo(drawn.tokenKey());
        }
    }

    @Test
    void onlyOneProcessHasADirectory() {
        var first = DataDirectory.open(root());

        assertRefused(ExitCode.IN_USE, () -> DataDirectory.open(root()));
        first.close();
        DataDirectory.open(root()).close();
    }

    @Test
    void aDirectoryOfAnotherVersionIsLeftAlone() throws IOException {
        DataDirectory.open(root()).close();
        Files.writeString(root().resolve("VERSION"), "torc-data 99\n");

        assertRefused(ExitCode.OTHER_VERSION, () -> DataDirectory.open(root()));
        assertThat(Files.readString(root().resolve("VERSION"))).isEqualTo("torc-data 99\n");
    }

    @Test
    void aFolderThatIsNotTorcsIsLeftAlone() throws IOException {
        Files.createDirectories(root());
        Files.writeString(root().resolve("thesis.tex"), "dear");

        assertRefused(ExitCode.OTHER_VERSION, () -> DataDirectory.open(root()));
        try (var entries = Files.list(root())) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void aFileInItsPlaceIsRefused() throws IOException {
        Files.writeString(root(), "file");

        assertRefused(ExitCode.NOT_WRITABLE, () -> DataDirectory.open(root()));
    }

    @Test
    void endpointsAreToldWhileTheProcessIsUp() {
        assertThat(DataDirectory.running(root())).isEmpty();
        var endpoints = new Endpoints(ProcessHandle.current().pid(), "http://a", "http://b", "http://c", "r");
        try (var directory = DataDirectory.open(root())) {
            directory.announce(endpoints);
            directory.fix(new Layout(3, 2));
        }
        assertThat(DataDirectory.running(root())).isEmpty();
        assertThat(DataDirectory.layoutOf(root())).contains(new Layout(3, 2));
    }
}
