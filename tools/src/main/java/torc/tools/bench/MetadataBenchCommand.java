package torc.tools.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.common.id.Ids;
import torc.ring.log.RealDisk;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.embedded.StoreSurroundings;
import torc.ring.metadata.replicated.GroupConfig;
import torc.ring.metadata.replicated.Member;
import torc.ring.metadata.replicated.ReplicatedMetadataStore;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;

/// `torc bench metadata`: durable transactions of a group of members that all run in this process.
@Command(
        name = "metadata",
        mixinStandardHelpOptions = true,
        description = "Measures the replicated metadata alone: durable transactions on members in this process.")
public final class MetadataBenchCommand implements Callable<Integer> {
    private static final int SHARDS = 1000;
    private static final int ROWS = 1000;

    @Option(names = "--folder", required = true, description = "An empty folder, on the disk to be measured.")
    private Path folder = Path.of("");

    @Option(names = "--members", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    private int memberCount = 3;

    @Option(names = "--clients", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}")
    private int clients = 64;

    @Option(names = "--bytes", defaultValue = "256", description = "Of a row's value. Default: ${DEFAULT-VALUE}")
    private int bytes = 256;

    @Option(names = "--warm-up", defaultValue = "10", description = "Seconds. Default: ${DEFAULT-VALUE}")
    private int warmUp = 10;

    @Option(names = "--seconds", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}")
    private int seconds = 20;

    @Option(names = "--reads", defaultValue = "0", description = "Reads a commit. Default: ${DEFAULT-VALUE}")
    private int reads = 0;

    @Option(names = "--everywhere", description = "Clients of all members; else of the leader alone.")
    private boolean everywhere;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = Commands.out(spec);
        var stores = new ArrayList<ReplicatedMetadataStore>();
        try {
            open(stores);
            var leader = leader(stores);
            measure(targets(stores, leader), Duration.ofSeconds(warmUp));
            var measured = measure(targets(stores, leader), Duration.ofSeconds(seconds));
            var latency = Figures.Latency.of(measured.commits());
            out.printf(
                    "members %d, clients %d%s: %.0f transactions/s of %d bytes, p50 %.1f ms, p99 %.1f ms, max %.1f ms, failed %d%n",
                    memberCount,
                    clients,
                    everywhere ? " of all members" : "",
                    measured.commits().getTotalCount() / (double) seconds,
                    bytes,
                    latency.p50() / 1e3,
                    latency.p99() / 1e3,
                    latency.max() / 1e3,
                    measured.failed());
            if (reads > 0)
                out.printf(
                        "reads: %.0f/s, p50 %.1f ms, p99 %.1f ms%n",
                        measured.reads().getTotalCount() / (double) seconds,
                        measured.reads().getValueAtPercentile(50) / 1e3,
                        measured.reads().getValueAtPercentile(99) / 1e3);
            return (measured.failed() == 0 ? ExitCode.OK : ExitCode.FAILED).number();
        } finally {
            stores.forEach(MetadataStore::close);
        }
    }

    private void open(List<ReplicatedMetadataStore> stores) throws IOException {
        var random = new SecureRandom();
        var world = new StoreSurroundings(
                new RealDisk(),
                random,
                System::nanoTime,
                Thread.ofPlatform().daemon().factory());
        var members = new ArrayList<Member>();
        for (int i = 0; i < memberCount; i++) members.add(new Member("m" + i, freeAddress()));
        var group = new Ids(random).next();
        for (var member : members)
            stores.add(ReplicatedMetadataStore.open(
                    GroupConfig.of(group, member, members, folder.resolve(member.name())), Optional.empty(), world));
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    private static ReplicatedMetadataStore leader(List<ReplicatedMetadataStore> stores) throws InterruptedException {
        for (int i = 0; i < 1500; i++) {
            for (var store : stores) if (store.isLeader()) return store;
            Thread.sleep(20);
        }
        throw new BenchFailed("nobody leads");
    }

    private List<ReplicatedMetadataStore> targets(
            List<ReplicatedMetadataStore> stores, ReplicatedMetadataStore leader) {
        return everywhere ? stores : List.of(leader);
    }

    /// Latencies in microseconds.
    private record Measured(Histogram commits, Histogram reads, long failed) {}

    private Measured measure(List<ReplicatedMetadataStore> targets, Duration duration) throws InterruptedException {
        var commits = new ConcurrentHistogram(60_000_000, 3);
        var readings = new ConcurrentHistogram(60_000_000, 3);
        var failed = new AtomicLong();
        var until = System.nanoTime() + duration.toNanos();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < clients; i++) {
            var store = targets.get(i % targets.size());
            var random = new SplittableRandom(i);
            threads.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < until) run(store, random, commits, readings, failed);
            }));
        }
        for (var thread : threads) thread.join();
        return new Measured(commits, readings, failed.get());
    }

    private void run(
            MetadataStore store, SplittableRandom random, Histogram commits, Histogram readings, AtomicLong failed) {
        var shard = new ShardKey("shard-" + random.nextInt(SHARDS));
        var key = RowKey.of("row-" + random.nextInt(ROWS));
        var value = new byte[bytes];
        random.nextBytes(value);
        var began = System.nanoTime();
        var outcome = store.commit(Transaction.on(shard).put(key, value).build());
        commits.recordValue((System.nanoTime() - began) / 1000);
        if (!(outcome instanceof CommitOutcome.Committed)) failed.incrementAndGet();
        for (int i = 0; i < reads; i++) {
            began = System.nanoTime();
            if (store.get(shard, key).isEmpty()) failed.incrementAndGet();
            readings.recordValue((System.nanoTime() - began) / 1000);
        }
    }
}
