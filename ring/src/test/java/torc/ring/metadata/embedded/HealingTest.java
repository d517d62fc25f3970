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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.log.FaultDisk;
import torc.ring.metadata.CommitOutcome.Committed;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// A state that turns out damaged in use, when nothing can stand in for it: what is whole of it stays in use, and
/// nothing that is on a device is given up.
final class HealingTest {
    private static final ShardKey SHARD = new ShardKey("s");
    private static final int ROWS = 300;

    @TempDir
    private Path folder;

    private final FaultDisk disk = new FaultDisk();
    private final AtomicLong passed = new AtomicLong();

    @Test
    void d14_whatIsWholeOfAStateThatNothingReplacesIsReadOn() throws IOException {
        fill();
        damageTables(devices().getFirst().resolve("state"));
        damageTables(devices().getLast());

        try (var store = open()) {
            requireHalf(store);
            requireHalf(store);
        }
    }

    @Test
    void d14_aStateThatCannotBeReplacedNowIsReplacedWhenItCan() throws IOException {
        fill();
        damageTables(devices().getFirst().resolve("state"));

        disk.failReads(path -> path.toString().contains("copy-"));

        try (var store = open()) {
            assertThatThrownBy(() -> readAll(store)).isInstanceOf(MetadataDamaged.class);
            requireHalf(store);

            disk.failReads(_ -> false);
            passed.addAndGet(TimeUnit.MINUTES.toNanos(2));
            assertThat(readAll(store)).isEqualTo(ROWS);
        }
    }

    private void requireHalf(EmbeddedMetadataStore store) {
        int whole = 0;
        int damaged = 0;
        for (int row = 0; row < ROWS; row++) {
            try {
                requireRow(store, row);
                whole++;
            } catch (MetadataDamaged _) {
                damaged++;
            }
        }
        assertThat(whole).isPositive();
        assertThat(damaged).isPositive();
    }

    private static int readAll(EmbeddedMetadataStore store) {
        for (int row = 0; row < ROWS; row++) requireRow(store, row);
        return ROWS;
    }

    private static void requireRow(EmbeddedMetadataStore store, int row) {
        var value = store.get(SHARD, RowKey.of("row" + row)).orElseThrow().value();
        assertThat(new String(value, 0, 8, UTF_8).trim()).isEqualTo("row" + row);
    }

    /// More than the log keeps, so that the rows are in the state and its copy only.
    private void fill() {
        try (var store = open()) {
            for (int row = 0; row < ROWS; row++) {
                var value = new byte[4000];
                new Random(row).nextBytes(value);
                var name = ("row" + row + "        ").substring(0, 8).getBytes(UTF_8);
                System.arraycopy(name, 0, value, 0, 8);
                assertThat(store.commit(Transaction.on(SHARD)
                                .put(RowKey.of("row" + row), value)
                                .build()))
                        .isInstanceOf(Committed.class);
            }
        }
        for (int stop = 0; stop < 3; stop++) {
            try (var store = open()) {
                assertThat(store.commit(Transaction.on(SHARD)
                                .put(RowKey.of("last"), new byte[1 << 20])
                                .build()))
                        .isInstanceOf(Committed.class);
                store.keepState();
            }
        }
    }

    /// Only where the rows are: what a table tells of itself stands behind them.
    private static void damageTables(Path where) throws IOException {
        try (var paths = Files.walk(where)) {
            for (var table : paths.filter(HealingTest::isLargeTable).toList()) {
                var bytes = Files.readAllBytes(table);
                for (int i = 0; i < bytes.length / 2; i += 512) bytes[i] ^= 1;
                Files.write(table, bytes);
            }
        }
    }

    private static boolean isLargeTable(Path path) {
        return path.toString().endsWith(".sst") && path.toFile().length() > 100_000;
    }

    private EmbeddedMetadataStore open() {
        var world = new StoreSurroundings(
                disk,
                new Random(3),
                () -> System.nanoTime() + passed.get(),
                Thread.ofPlatform().daemon().factory());
        return EmbeddedMetadataStore.open(TestWorld.small(devices()), world);
    }

    private List<Path> devices() {
        var devices = new ArrayList<Path>();
        for (int i = 0; i < 2; i++) devices.add(folder.resolve("device" + i));
        return devices;
    }
}
