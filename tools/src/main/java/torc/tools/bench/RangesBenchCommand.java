package torc.tools.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.common.pace.Pace;
import torc.common.stream.ByteSource;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobWriter;
import torc.objectserver.daemon.StopSignal;
import torc.proxy.catalog.CatalogService;
import torc.proxy.catalog.ObjectsConfig;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.rows.ObjectRow;
import torc.proxy.rows.RowKeys;
import torc.ring.log.RealDisk;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.embedded.MetadataConfig;
import torc.ring.metadata.embedded.StoreSurroundings;

/// `torc bench ranges`: a container of millions of objects beside one of ten thousand, before, while and after
/// it is split. PUTs to both are measured in turns, so that whatever else the machine does meets both.
@Command(
        name = "ranges",
        mixinStandardHelpOptions = true,
        description = "Measures PUTs and listings of a large container before, during and after its split.")
public final class RangesBenchCommand implements Callable<Integer> {
    private static final AccountName ACCOUNT = new AccountName("AUTH_bench");
    private static final ContainerName LARGE = new ContainerName(ACCOUNT, "large");
    private static final ContainerName SMALL = new ContainerName(ACCOUNT, "small");
    private static final ObjectAttributes PLAIN =
            new ObjectAttributes("application/octet-stream", Map.of(), Map.of(), Map.of(), OptionalLong.empty());
    private static final int SMALL_OBJECTS = 10_000;
    private static final int FILLED_AT_ONCE = 1_000;
    private static final byte[] CONTENT = new byte[64];
    private static final String CONTENT_MD5 = "3b5d3c7d207e37dceeedd301e35e2e58";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--folder", required = true, description = "Where to keep the metadata; must not exist yet.")
    private Path folder = Path.of("");

    @Option(names = "--objects", defaultValue = "2000000", description = "Of the large container.")
    private int objects;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each turn.")
    private int seconds;

    @Option(names = "--turns", defaultValue = "3", description = "Turns of each container before and after.")
    private int turns;

    @Option(names = "--writers", defaultValue = "64", description = "PUTs at once.")
    private int writers;

    @Option(names = "--pages", defaultValue = "100", description = "Pages of 10,000 listed at random places.")
    private int pages;

    @Option(names = "--rows-per-second", defaultValue = "10000", description = "Of the splitter.")
    private long rowsPerSecond;

    private final SplittableRandom random = new SplittableRandom(1);

    @Override
    public Integer call() throws Exception {
        if (spec == null) throw new IllegalStateException("picocli has not set the command up");
        var out = spec.commandLine().getOut();
        var ids = new Ids(new SecureRandom());
        var surroundings = new StoreSurroundings(
                new RealDisk(),
                new SecureRandom(),
                System::nanoTime,
                Thread.ofPlatform().daemon().factory());
        var defaults = ObjectsConfig.DEFAULTS;
        var config = new ObjectsConfig(
                defaults.inlineLimitBytes(),
                defaults.grace(),
                defaults.uploadDeadline(),
                defaults.reaping(),
                defaults.accountReaping(),
                objects - objects / 100,
                false);
        try (var rows = EmbeddedMetadataStore.open(MetadataConfig.on(List.of(folder)), surroundings);
                var service = new CatalogService(rows, new NoBlobs(), config, InstantSource.system(), ids);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            measure(out, rows, service, threads);
            return 0;
        }
    }

    private void measure(PrintWriter out, EmbeddedMetadataStore rows, CatalogService service, ExecutorService threads)
            throws Exception {
        service.containers().create(LARGE, old -> old);
        service.containers().create(SMALL, old -> old);
        fill(rows, SMALL, SMALL_OBJECTS);
        fill(rows, LARGE, objects);
        turn(service, threads, SMALL);
        turn(service, threads, LARGE);
        out.printf(
                Locale.ROOT,
                "%-8s %12s %12s %7s %14s%n",
                "split",
                "small PUT/s",
                "large PUT/s",
                "ratio",
                "page p99 ms");
        report(out, service, threads, "before", turns);
        var stop = new StopSignal();
        var pace = new Pace(rowsPerSecond, System::nanoTime, stop);
        var begin = System.nanoTime();
        Future<Long> splitting = threads.submit(() -> {
            service.splitter().round(pace::spend);
            return System.nanoTime() - begin;
        });
        for (int i = 0; i == 0 || !splitting.isDone(); i++) report(out, service, threads, "during", 2);
        var progress = service.splitter().progress();
        report(out, service, threads, "after", turns);
        out.printf(
                Locale.ROOT,
                "%d splits, %d rows copied or cleared in %.0f s; %d objects%n",
                progress.splits(),
                progress.rows(),
                splitting.get() / 1e9,
                service.containers().find(LARGE).orElseThrow().usage().objects());
    }

    private void report(PrintWriter out, CatalogService service, ExecutorService threads, String phase, int count)
            throws Exception {
        var small = 0.0;
        var large = 0.0;
        for (int i = 0; i < count; i++) {
            small += turn(service, threads, SMALL) / count;
            large += turn(service, threads, LARGE) / count;
        }
        out.printf(
                Locale.ROOT, "%-8s %12.0f %12.0f %7.2f %14.1f%n", phase, small, large, large / small, listing(service));
        out.flush();
    }

    /// PUTs of new names a second.
    private double turn(CatalogService service, ExecutorService threads, ContainerName container) throws Exception {
        var done = new LongAdder();
        var begin = System.nanoTime();
        var end = begin + seconds * 1_000_000_000L;
        var tasks = IntStream.range(0, writers)
                .mapToObj(_ -> random.split())
                .<Callable<Object>>map(names -> () -> {
                    while (System.nanoTime() < end) {
                        put(service, new ObjectName(container, name(names.nextLong())));
                        done.increment();
                    }
                    return done;
                })
                .toList();
        for (var task : threads.invokeAll(tasks)) task.get();
        return done.sum() * 1e9 / (System.nanoTime() - begin);
    }

    private static void put(CatalogService service, ObjectName name) {
        var request = new PutRequest(
                ByteSource.of(CONTENT.clone()),
                OptionalLong.of(CONTENT.length),
                PLAIN,
                Map::of,
                "",
                Preconditions.NONE,
                Long.MAX_VALUE);
        var outcome = service.objects().put(name, request);
        if (!(outcome instanceof WriteOutcome.Stored)) throw new BenchFailed("a PUT ended as " + outcome);
    }

    /// The time under which 99 of 100 pages are made, in milliseconds.
    private double listing(CatalogService service) {
        var nanos = new long[pages];
        for (int i = 0; i < pages; i++) {
            var query = new ListQuery("", "", name(random.nextLong()), "", ListQuery.MAX_LIMIT, false);
            var begin = System.nanoTime();
            var listed = service.containers().list(LARGE, query).orElseThrow();
            nanos[i] = System.nanoTime() - begin;
            if (listed.entries().isEmpty()) i--; // Behind the last name, which is rare.
        }
        Arrays.sort(nanos);
        return nanos[(pages * 99 - 1) / 100] / 1e6;
    }

    /// Writes the rows that PUTs would have written, many in a transaction.
    private void fill(EmbeddedMetadataStore rows, ContainerName container, int count) {
        var shard = RowKeys.shard(container);
        var data = new byte[ObjectRow.DATA_HEADER_BYTES + CONTENT.length];
        data[0] = ObjectRow.DATA_VERSION;
        var row = ObjectRow.inline(CONTENT.length, CONTENT_MD5, 1, PLAIN).encode();
        for (int written = 0; written < count; written += FILLED_AT_ONCE) {
            var transaction = Transaction.on(shard);
            for (int i = 0; i < FILLED_AT_ONCE; i++) {
                var name = name(random.nextLong());
                transaction.put(RowKeys.object(name), row).put(RowKeys.data(name), data);
            }
            transaction.add(RowKeys.USAGE, FILLED_AT_ONCE, (long) FILLED_AT_ONCE * CONTENT.length, 0);
            if (!(rows.commit(transaction.build()) instanceof CommitOutcome.Committed))
                throw new BenchFailed("the metadata store takes no rows");
        }
    }

    private static String name(long number) {
        return "object-%016x".formatted(number);
    }

    /// Objects of this size live in rows.
    private static final class NoBlobs implements BlobStore {
        @Override
        public BlobWriter create(BlobOwner owner, long maxBytes) {
            throw new UnsupportedOperationException("no blobs here");
        }

        @Override
        public BlobReadOutcome read(Id128 blob, long firstByte, long endByte) {
            throw new UnsupportedOperationException("no blobs here");
        }

        @Override
        public boolean delete(Id128 blob) {
            throw new UnsupportedOperationException("no blobs here");
        }
    }
}
