package torc.ring.metadata.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import torc.common.id.Id128;
import torc.ring.log.RealDisk;
import torc.ring.metadata.embedded.StateCopy.Trust;

/// What a copy of the state takes over from the copy before it.
final class StateCopyTest {
    private static final Id128 HISTORY = new Id128(1, 2);

    @TempDir
    private Path folder;

    private final StateCopy copies = new StateCopy(new RealDisk());

    @Test
    void d14_aDamagedTableIsNotPassedOnToTheNextCopy() throws IOException, RocksDBException {
        var source = checkpoint();
        var first = folder.resolve("copy-1");
        copies.copy(source, first, first, Trust.READ_BACK, HISTORY);
        assertThat(copies.isSound(first)).isTrue();
        damage(table(first));

        var second = folder.resolve("copy-2");
        copies.copy(source, second, first, Trust.READ_BACK, HISTORY);
        assertThat(copies.isSound(second)).isTrue();
    }

    @Test
    void aTableThatIsThereAlreadyIsLinked() throws IOException, RocksDBException {
        var source = checkpoint();
        var first = folder.resolve("copy-1");
        copies.copy(source, first, first, Trust.READ_BACK, HISTORY);
        for (var trust : Trust.values()) {
            var second = folder.resolve("copy-" + trust);
            copies.copy(source, second, first, trust, HISTORY);
            assertThat(Files.getAttribute(table(second), "unix:ino"))
                    .isEqualTo(Files.getAttribute(table(first), "unix:ino"));
        }
    }

    private Path checkpoint() throws RocksDBException {
        var target = folder.resolve("checkpoint");
        try (var state = State.create(folder.resolve("state"), TestWorld.small(List.of(folder)));
                var batch = new WriteBatch()) {
            batch.put("key".getBytes(UTF_8), "value".getBytes(UTF_8));
            state.write(batch);
            state.flush();
            state.checkpoint(target);
        }
        return target;
    }

    private static Path table(Path copy) throws IOException {
        try (var files = Files.list(copy)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
