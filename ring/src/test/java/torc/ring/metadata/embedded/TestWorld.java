package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import torc.ring.log.Disk;
import torc.ring.log.LogConfig;
import torc.ring.log.RealDisk;

/// Surroundings and sizes for tests.
final class TestWorld {
    /// How often random tests repeat; a soak sets it higher.
    static final int ROUNDS = Integer.getInteger("torc.metadata.rounds", 1);

    private static final Random RANDOM = new Random(7);

    private TestWorld() {}

    static StoreSurroundings real() {
        return on(new RealDisk());
    }

    static StoreSurroundings on(Disk disk) {
        return new StoreSurroundings(
                disk, RANDOM, System::nanoTime, Thread.ofPlatform().daemon().factory());
    }

    /// Segments and buffers so small that tests roll, flush and drop.
    static MetadataConfig small(List<Path> devices) {
        return MetadataConfig.on(devices)
                .withLog(new LogConfig(256 << 10, 64 << 10, 256 << 10, Duration.ofMillis(2), Duration.ofSeconds(10)))
                .withBuffers(64 << 10, 512 << 10, 1 << 20)
                .withReserve(0);
    }

    /// Waits until the log tells that its last record was durable.
    static void awaitMark(EmbeddedMetadataStore store) {
        while (!store.isMarked()) Thread.onSpinWait();
    }

    static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
