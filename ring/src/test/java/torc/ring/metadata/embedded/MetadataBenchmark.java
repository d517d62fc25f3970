package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import torc.ring.metadata.Check;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;

/// Prints how fast the engine is on this machine: `MetadataBenchmark FOLDER [SECONDS]`.
final class MetadataBenchmark {
    private static final ShardKey SHARD = new ShardKey("container/bench/photos");
    private static final int VALUE_BYTES = 300;
    private static final int SCANNED_ROWS = 200_000;

    private final Path folder;
    private final double seconds;
    private final AtomicLong count = new AtomicLong();

    private MetadataBenchmark(Path folder, double seconds) {
        this.folder = folder;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException {
        var folder = Files.createTempDirectory(Path.of(arguments[0]), "metadata-bench");
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 3;
        new MetadataBenchmark(folder, seconds).run();
        TestWorld.deleteFolder(folder);
    }

    private void run() {
        for (int mirrors : List.of(1, 3)) {
            var devices = new ArrayList<Path>();
            for (int i = 0; i < mirrors; i++) devices.add(folder.resolve(mirrors + "-" + i));
            try (var store = EmbeddedMetadataStore.open(MetadataConfig.on(devices), TestWorld.real())) {
                for (int writers : List.of(1, 16, 64)) commits(store, mirrors, writers, VALUE_BYTES);
                commits(store, mirrors, 64, 4096);
                if (mirrors == 1) reads(store);
            }
        }
    }

    /// A commit as a PUT makes it: a check, a row, two counters.
    private void commits(EmbeddedMetadataStore store, int mirrors, int writers, int valueBytes) {
        long warm = System.nanoTime() + 1_000_000_000L;
        long end = warm + (long) (seconds * 1e9);
        var latencies = new long[writers][];
        var threads = new ArrayList<Thread>();
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            threads.add(
                    Thread.ofVirtual().start(() -> latencies[number] = write(store, number, valueBytes, warm, end)));
        }
        threads.forEach(thread -> Threads.join(thread, Duration.ofMinutes(10)));
        var all =
                Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "commit %d B, %d mirror(s), %d writer(s): %.0f/s, p50 %.2f ms, p99 %.2f ms%n",
                valueBytes,
                mirrors,
                writers,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[all.length * 99 / 100] / 1e6);
    }

    private long[] write(EmbeddedMetadataStore store, int number, int valueBytes, long warm, long end) {
        var latencies = new long[1 << 18];
        int done = 0;
        for (long now = System.nanoTime(); now < end; ) {
            var key = RowKey.of('o', number + "/" + count.incrementAndGet());
            var outcome = store.commit(Transaction.on(SHARD)
                    .check(new Check.Absent(key))
                    .put(key, new byte[valueBytes])
                    .add(RowKey.of("usage"), 1, valueBytes)
                    .build());
            if (!(outcome instanceof CommitOutcome.Committed)) throw new IllegalStateException(outcome.toString());
            long after = System.nanoTime();
            if (now > warm && done < latencies.length) latencies[done++] = after - now;
            now = after;
        }
        return Arrays.copyOf(latencies, done);
    }

    private void reads(EmbeddedMetadataStore store) {
        var shard = new ShardKey("container/bench/scan");
        for (int i = 0; i < SCANNED_ROWS; i += 2000) {
            var batch = Transaction.on(shard);
            for (int j = i; j < i + 2000; j++) batch.put(name(j), new byte[VALUE_BYTES]);
            store.commit(batch.build());
        }
        for (int pass = 0; pass < 3; pass++) {
            gets(store, shard);
            scans(store, shard, false);
            scans(store, shard, true);
            folds(store, shard);
        }
    }

    private static RowKey name(int number) {
        return RowKey.of('o', String.format("folder%03d/object%06d", number / 2000, number));
    }

    private static void gets(EmbeddedMetadataStore store, ShardKey shard) {
        var random = new java.util.Random(1);
        int count = 200_000;
        var keys = new RowKey[count];
        for (int i = 0; i < count; i++) keys[i] = name(random.nextInt(SCANNED_ROWS));
        long start = System.nanoTime();
        for (var key : keys) if (store.get(shard, key).isEmpty()) throw new IllegalStateException("missing");
        double nanos = System.nanoTime() - start;
        System.out.printf("get, one thread: %.0f/s, %.2f us each%n", count / nanos * 1e9, nanos / count / 1e3);
    }

    private static void scans(EmbeddedMetadataStore store, ShardKey shard, boolean reverse) {
        long start = System.nanoTime();
        int rows = 0;
        var from = RowKey.of("o");
        var end = RowKey.of("p");
        while (true) {
            var items = store.scan(shard, new Scan(from, end, 10_000, reverse, Optional.empty()));
            if (items.isEmpty()) break;
            rows += items.size();
            if (reverse) end = items.getLast().key();
            else from = items.getLast().key().next();
        }
        double nanos = System.nanoTime() - start;
        System.out.printf("scan%s: %.0f rows/s%n", reverse ? " reverse" : "", rows / nanos * 1e9);
    }

    private static void folds(EmbeddedMetadataStore store, ShardKey shard) {
        var fold = Optional.of(new Scan.Fold(1, new byte[] {'/'}));
        long start = System.nanoTime();
        int groups = 0;
        for (int i = 0; i < 100; i++)
            groups += store.scan(shard, new Scan(RowKey.of("o"), RowKey.of("p"), 10_000, false, fold))
                    .size();
        double nanos = System.nanoTime() - start;
        System.out.printf("fold of %d rows into %d groups: %.2f ms%n", SCANNED_ROWS, groups / 100, nanos / 100 / 1e6);
    }
}
