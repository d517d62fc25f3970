package torc.ring.metadata.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.ring.metadata.RowKey;

/// A process that commits, killed with SIGKILL at random moments; its parent keeps the journal of what it
/// acknowledged.
final class KillTest {
    private static final int ROUNDS = 2 + TestWorld.ROUNDS;

    @TempDir
    private Path folder;

    @Test
    void f01_whatAKilledProcessAcknowledgedIsThereAndWhatItDidNotIsWholeOrAbsent() throws Exception {
        var random = new Random();
        var journal = new HashMap<String, Long>();
        var devices = List.of(folder.resolve("a"), folder.resolve("b"), folder.resolve("c"));
        for (int round = 0; round < ROUNDS; round++) {
            var printed = folder.resolve("printed" + round);
            var child = start(devices, round, printed);
            try {
                awaitBytes(child, printed, 5_000 + random.nextInt(60_000));
            } finally {
                child.destroyForcibly().waitFor();
            }
            Files.readAllLines(printed).forEach(line -> note(line, journal));
            try (var store = EmbeddedMetadataStore.open(TestWorld.small(devices), TestWorld.real())) {
                verify(store, journal, round + 1);
            }
        }
        assertThat(journal).hasSizeGreaterThan(ROUNDS);
    }

    private static Process start(List<Path> devices, int round, Path printed) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledChild.class.getName(),
                Integer.toString(round)));
        devices.forEach(device -> command.add(device.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitBytes(Process child, Path printed, long bytes) throws Exception {
        while (Files.size(printed) < bytes) {
            if (!child.isAlive()) throw new IOException("the child ended with " + child.exitValue());
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void note(String line, Map<String, Long> journal) {
        var fields = line.split(" ");
        if (fields.length == 3 && fields[2].equals(".")) journal.put(fields[0], Long.parseLong(fields[1]));
    }

    private static void verify(EmbeddedMetadataStore store, Map<String, Long> journal, int rounds) {
        for (var acknowledged : journal.entrySet()) {
            var row = store.get(KilledChild.SHARD, RowKey.of(acknowledged.getKey()));
            assertThat(row).as("row %s", acknowledged.getKey()).isPresent();
            var value = ByteBuffer.wrap(row.orElseThrow().value());
            assertThat(value.getLong()).isGreaterThanOrEqualTo(acknowledged.getValue());
        }
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            for (int writer = 0; writer < KilledChild.WRITERS; writer++) {
                var row = store.get(KilledChild.SHARD, RowKey.of(KilledChild.row(round, writer)));
                if (row.isPresent()) sum += ByteBuffer.wrap(row.get().value()).getLong();
            }
        }
        var total = ByteBuffer.wrap(
                store.get(KilledChild.SHARD, KilledChild.TOTAL).orElseThrow().value());
        assertThat(total.getLong()).as("the counter equals a recount").isEqualTo(sum);
    }
}
