package torc.tools.bench;

import com.sun.management.ThreadMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import torc.common.id.Id128;
import torc.ring.builder.RingBuilder;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// `torc bench ring`: how long the builder takes, and what a lookup costs in time and memory.
@Command(name = "ring", mixinStandardHelpOptions = true, description = "Measures the ring builder and ring lookups.")
public final class RingBenchCommand implements Callable<Integer> {
    private static final int LOOKUPS = 20_000_000;
    private static final int ROUNDS = 5;
    private static final int IDS = 1 << 16;
    private static final Instant START = Instant.EPOCH.plus(Duration.ofDays(1));

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--part-power",
            defaultValue = "16",
            description = "Partitions: 2 to this. Default: ${DEFAULT-VALUE}")
    private int partPower;

    @Option(names = "--devices", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}")
    private int devices;

    @Option(names = "--replicas", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    private double replicas;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("picocli has not set the command up");
        var out = spec.commandLine().getOut();
        var figures = new LinkedHashMap<String, Object>();
        var builder = new RingBuilder("0".repeat(32), partPower, replicas, 1);
        for (var id = 0; id < devices; id++) builder.add(device(id, id));
        rebalance("new_ring", builder, START, figures);
        for (var id = 0; id < devices / 20; id++) builder.add(device(0, devices + id));
        rebalance("add_5_percent", builder, START.plus(Duration.ofHours(1)), figures);
        builder.remove(devices / 2);
        rebalance("remove_a_device", builder, START.plus(Duration.ofHours(2)), figures);
        lookups(builder.ring().orElseThrow(), figures);
        print(out, figures);
        return 0;
    }

    /// Ten zones of ten servers of disks with three different weights.
    private static Device device(int id, int number) {
        var zone = number % 10;
        var server = number / 10 % 10;
        return Device.of(id, 1, zone, "10.0." + zone + "." + server, 6200, "sd" + number, 100 + 50 * (number % 3));
    }

    private static void rebalance(String name, RingBuilder builder, Instant now, Map<String, Object> figures) {
        var began = System.nanoTime();
        var outcome = builder.rebalance(1, now);
        figures.put(name + "_seconds", (System.nanoTime() - began) / 1e9);
        figures.put(name + "_moved", outcome.moved());
        figures.put(name + "_balance_percent", builder.report().balance());
        figures.put(name + "_dispersion_percent", builder.report().dispersion());
    }

    private static void lookups(Ring ring, Map<String, Object> figures) {
        var random = new SplittableRandom(1);
        var ids = new Id128[IDS];
        Arrays.setAll(ids, _ -> new Id128(random.nextLong(), random.nextLong()));
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new ArrayList<Double>();
        var bytes = 0.0;
        var guard = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var allocated = allocated(threads);
            var began = System.nanoTime();
            guard += lookUp(ring, ids);
            nanos.add((double) (System.nanoTime() - began) / LOOKUPS);
            bytes = (double) (allocated(threads) - allocated) / LOOKUPS;
        }
        nanos.sort(null);
        figures.put("lookup_ns_median", nanos.get(ROUNDS / 2));
        figures.put("lookup_ns_worst", nanos.getLast());
        // The rounds themselves allocate a few hundred bytes, for the list above and the clock.
        figures.put("lookup_bytes", Math.rint(bytes * 1000) / 1000);
        if (guard == 0) throw new IllegalStateException("every lookup found device 0");
    }

    private static long lookUp(Ring ring, Id128[] ids) {
        var guard = 0L;
        var replicas = ring.replicasOf(0);
        for (int each = 0, replica = 0; each < LOOKUPS; each++, replica = replica + 1 == replicas ? 0 : replica + 1)
            guard += ring.device(ring.partitionOf(ids[each & (IDS - 1)]), replica)
                    .id();
        return guard;
    }

    private static long allocated(java.lang.management.ThreadMXBean threads) {
        return threads instanceof ThreadMXBean counting ? counting.getCurrentThreadAllocatedBytes() : 0;
    }

    private void print(PrintWriter out, Map<String, Object> figures) {
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(figures));
            return;
        }
        out.printf(Locale.ROOT, "2^%d partitions, %d devices, %s replicas%n", partPower, devices, replicas);
        figures.forEach((name, value) -> out.printf(Locale.ROOT, "%-36s %12s%n", name, text(value)));
    }

    private static String text(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.3f", number) : value.toString();
    }
}
