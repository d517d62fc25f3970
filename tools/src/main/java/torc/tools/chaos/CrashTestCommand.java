package torc.tools.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.tools.devcluster.NodePlace;
import torc.tools.devcluster.NodeProcess;

/// `torc crash-test`: kills a Torc of its own again and again under mixed load of both dialects, and checks
/// after each
/// restart that every acknowledged write is there and right, nothing is half there, and the counters are a
/// recount.
/// With `--bit-flips`, it damages files of one device after another between clean stops instead, and has what is
/// damaged repaired before the next round.
@Command(
        name = "crash-test",
        mixinStandardHelpOptions = true,
        description = "Kills a Torc under load, or damages its files, and checks every acknowledged write.")
public final class CrashTestCommand implements Callable<Integer> {
    private static final int EXIT_FAULTS = 3;

    /// Settings under which damage is looked for at once instead of at leisure.
    private static final String QUICK_AUDIT = """
            device:
              audit-pause: 200ms
              audit-per-second: 1GiB
            repair:
              delay: 100ms
              comparison-pause: 1s
            """;

    /// Settings under which what was replaced goes soon: kills then meet the reclaimer and the compactor too.
    private static final String QUICK_RECLAIM = """
            objects:
              grace: 3s
            device:
              segment-size: 64MiB
            repair:
              reclaim-pause: 500ms
            """;

    /// On a full disk nothing would be written, and a run would show nothing.
    private static final long LEAST_FREE_BYTES = 2L << 30;

    private static final Duration REPAIR_PATIENCE = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--launcher", required = true, description = "The torc to start.")
    private Path launcher = Path.of("torc");

    @Option(names = "--data", required = true, description = "Data directory of its own; must not exist.")
    private Path data = Path.of("crash-data");

    @Option(names = "--rounds", defaultValue = "200", description = "How many times to kill or to damage.")
    private int rounds = 200;

    @Option(names = "--workers", defaultValue = "16", description = "Clients at once, half of each dialect.")
    private int workers = 16;

    @Option(names = "--devices", defaultValue = "3", description = "Devices of the server.")
    private int devices = 3;

    @Option(names = "--replicas", defaultValue = "3", description = "Replicas of the server.")
    private int replicas = 3;

    @Option(names = "--port", defaultValue = "18180", description = "Port of the server; S3 is on the next one.")
    private int port = 18180;

    @Option(names = "--bit-flips", defaultValue = "0", description = "Bits to flip in one device a round.")
    private int bitFlips;

    @Option(names = "--seed", description = "Repeats a run's choices; drawn at random if not given.")
    private long seed = new SplittableRandom().nextLong();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        if (data.toFile().exists()) {
            spec.commandLine().getErr().println("torc crash-test: " + data + " is already there");
            return 2;
        }
        out.println("seed " + seed);
        var place = new NodePlace("torc", "127.0.0.1", port, port + 1, 0, 0, data, List.of());
        var options = List.of(
                "--devices",
                Integer.toString(devices),
                "--replicas",
                Integer.toString(replicas),
                "--config",
                written(bitFlips > 0 ? QUICK_AUDIT : QUICK_RECLAIM).toString());
        var server = new NodeProcess(List.of(launcher.toString()), place, options);
        var run = new CrashRun(server, workers, new SplittableRandom(seed));
        try {
            return bitFlips > 0 ? damage(server, run, out) : crash(server, run, out);
        } finally {
            server.kill();
        }
    }

    private Path written(String config) {
        try {
            return Files.writeString(data.resolveSibling(data.getFileName() + ".yaml"), config);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void requireRoom() {
        var free = data.resolveSibling(".").toFile().getUsableSpace();
        if (free < LEAST_FREE_BYTES)
            throw new IllegalStateException("the disk is nearly full, " + free + " bytes free");
    }

    private int crash(NodeProcess server, CrashRun run, PrintWriter out) throws InterruptedException {
        run.begin();
        var faults = new ArrayList<String>();
        for (int round = 1; round <= rounds; round++) {
            requireRoom();
            var acknowledged = run.loadAndKill();
            var restart = server.start();
            run.started(restart);
            var found = run.verify();
            faults.addAll(found);
            report(out, round, found, acknowledged + " acknowledged, restarted in " + restart + " ms");
        }
        server.stop();
        return end(out, faults, run);
    }

    private int damage(NodeProcess server, CrashRun run, PrintWriter out) throws InterruptedException {
        run.begin();
        var faults = new ArrayList<String>();
        var flips = new BitFlips(run.random());
        for (int round = 1; round <= rounds; round++) {
            requireRoom();
            run.load();
            server.stop();
            var device = data.resolve("devices").resolve("d" + (round - 1) % devices);
            var done = flips.flip(device, bitFlips);
            var restart = server.start();
            run.started(restart);
            var found = new ArrayList<>(run.verify());
            repairs(server).ifPresent(found::add);
            faults.addAll(found);
            report(out, round, found, device.getFileName() + " " + done + ", restarted in " + restart + " ms");
        }
        server.stop();
        return end(out, faults, run);
    }

    /// Waits until the auditor has read every device since the start, the replicator has compared them, and all
    /// that it
    /// found is repaired: the next
    /// damage, to another device, may need what this one lost.
    private Optional<String> repairs(NodeProcess server) throws InterruptedException {
        var until = System.nanoTime() + REPAIR_PATIENCE.toNanos();
        while (true) {
            var health = server.health().orElseThrow();
            var unread = health.path("daemons")
                    .propertyStream()
                    .filter(daemon -> daemon.getKey().startsWith("auditor-"))
                    .filter(daemon -> daemon.getValue().path("passes").asLong() == 0)
                    .count();
            var compared =
                    health.path("daemons").path("replicator").path("rounds").asLong() > 0;
            var quarantined = health.path("devices")
                    .valueStream()
                    .mapToLong(device -> device.path("quarantined").asLong())
                    .sum();
            if (unread == 0 && quarantined == 0 && (compared || replicas == 1)) return Optional.empty();
            if (System.nanoTime() > until)
                return Optional.of(unread + " devices are not read yet, " + quarantined + " copies not repaired");
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void report(PrintWriter out, int round, List<String> faults, String what) {
        out.println("round " + round + ": " + (faults.isEmpty() ? "right" : faults.size() + " FAULTS") + ", " + what);
        faults.forEach(fault -> out.println("  " + fault));
        out.flush();
    }

    private int end(PrintWriter out, List<String> faults, CrashRun run) {
        out.println(rounds + " rounds, " + run.acknowledgedInAll() + " operations acknowledged, " + faults.size()
                + " faults, slowest start " + run.slowestStartMillis() + " ms, seed " + seed);
        return faults.isEmpty() ? 0 : EXIT_FAULTS;
    }
}
