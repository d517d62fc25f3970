package torc.ring.metadata.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import torc.common.id.Id128;
import torc.ring.log.RealDisk;
import torc.ring.metadata.embedded.StateCopy.Trust;
import torc.ring.metadata.state.State;

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

    @Test
    void copiesAreWholeWhileOthersAreRead() throws Exception {
        var random = new Random(1);
        var sources = List.of(source("a", random), source("b", random));
        for (var source : sources) copies.copy(source, copyOf(source), copyOf(source), Trust.READ_BACK, HISTORY);

        try (var threads = Executors.newFixedThreadPool(sources.size())) {
            var works = new ArrayList<Callable<Void>>();
            for (var source : sources)
                works.add(() -> {
                    for (int i = 0; i < 40; i++) {
                        assertThat(copies.isSound(copyOf(source))).isTrue();
                        copies.copy(source, copyOf(source), copyOf(source), Trust.READ_BACK, HISTORY);
                    }
                    return null;
                });
            for (var done : threads.invokeAll(works)) done.get();
        }

        for (var source : sources)
            assertThat(copyOf(source).resolve("file")).hasSameBinaryContentAs(source.resolve("file"));
    }

    @Test
    void d14_aCheckpointThatIsNotWholeMakesNoCopy() throws IOException, RocksDBException {
        var source = checkpoint();
        Files.delete(source.resolve("CURRENT"));
        var target = folder.resolve("copy-1");

        assertThatThrownBy(() -> copies.copy(source, target, target, Trust.READ_BACK, HISTORY))
                .isInstanceOf(IOException.class);

        assertThat(copies.isSound(target)).isFalse();
    }

    private Path source(String name, Random random) throws IOException {
        var source = Files.createDirectory(folder.resolve(name));
        var bytes = new byte[300_000];
        random.nextBytes(bytes);
        Files.write(source.resolve("file"), bytes);
        Files.writeString(source.resolve("CURRENT"), name);
        return source;
    }

    private static Path copyOf(Path source) {
        return source.resolveSibling("copy-" + source.getFileName());
    }

    private Path checkpoint() throws RocksDBException {
        var target = folder.resolve("checkpoint");
        try (var state = State.create(
                        folder.resolve("state"),
                        TestWorld.small(List.of(folder)).state());
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
