package torc.ring.metadata.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import torc.ring.log.Disk;
import torc.ring.log.LogConfig;
import torc.ring.log.RealDisk;

/// Surroundings and sizes for tests.
final class TestWorld {
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
                .withLog(new LogConfig(256 << 10, 64 << 10, 256 << 10, Duration.ofMillis(2)))
                .withBuffers(64 << 10, 512 << 10, 1 << 20)
                .withReserve(0);
    }
}
