package torc.tools.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Prints figures as they come: a table for people, or JSON lines.
final class Report {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final PrintWriter out;
    private final boolean json;

    Report(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
        if (!json)
            out.printf(
                    Locale.ROOT,
                    "%-10s %-9s %8s %5s %10s %9s %9s %9s %9s %7s %6s%n",
                    "endpoint",
                    "operation",
                    "bytes",
                    "conn",
                    "req/s",
                    "MB/s",
                    "p50 ms",
                    "p99 ms",
                    "p99.9 ms",
                    "failed",
                    "wrong");
    }

    void add(String target, Load load, Figures figures) {
        var latency = figures.latency();
        if (json) {
            var row = row(load)
                    .put("endpoint", target)
                    .put("requests_per_second", figures.requestsPerSecond())
                    .put("megabytes_per_second", figures.megabytesPerSecond())
                    .put("p50_micros", latency.p50())
                    .put("p99_micros", latency.p99())
                    .put("p999_micros", latency.p999())
                    .put("max_micros", latency.max())
                    .put("failed", figures.failed())
                    .put("wrong", figures.wrong());
            print(row);
        } else {
            out.printf(
                    Locale.ROOT,
                    "%-10s %-9s %8d %5d %10.0f %9.1f %9.2f %9.2f %9.2f %7d %6d%n",
                    target,
                    load.operation(),
                    load.bytes(),
                    load.connections(),
                    figures.requestsPerSecond(),
                    figures.megabytesPerSecond(),
                    latency.p50() / 1e3,
                    latency.p99() / 1e3,
                    latency.p999() / 1e3,
                    figures.failed(),
                    figures.wrong());
        }
    }

    /// The medians of the rounds of two endpoints, as a ratio.
    void ratio(Load load, List<Figures> own, List<Figures> peer) {
        var throughput = median(own, Figures::requestsPerSecond) / median(peer, Figures::requestsPerSecond);
        var p99 = median(own, f -> (double) f.latency().p99())
                / median(peer, f -> (double) f.latency().p99());
        if (json) print(row(load).put("throughput_ratio", throughput).put("p99_ratio", p99));
        else
            out.printf(
                    Locale.ROOT,
                    "%-10s %-9s %8d %5d   throughput x %.2f   p99 x %.2f%n",
                    "ratio",
                    load.operation(),
                    load.bytes(),
                    load.connections(),
                    throughput,
                    p99);
    }

    private static ObjectNode row(Load load) {
        return JSON.createObjectNode()
                .put("operation", load.operation())
                .put("bytes", load.bytes())
                .put("connections", load.connections());
    }

    private static double median(List<Figures> rounds, java.util.function.ToDoubleFunction<Figures> figure) {
        var values = new ArrayList<>(
                rounds.stream().mapToDouble(figure).sorted().boxed().toList());
        return values.get(values.size() / 2);
    }

    private void print(ObjectNode row) {
        out.println(JSON.writeValueAsString(row));
        out.flush();
    }
}
