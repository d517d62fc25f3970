package torc.tools.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// How the service felt to its clients: requests that failed though they were retried, the longest time without a
/// success, how long requests took, by what was done to the cluster meanwhile. Safe for many threads.
final class ServiceLog {
    /// The phase in which nothing is done to the cluster.
    static final String CALM = "calm";

    private static final long MICROS_MAX = 120_000_000;

    private final Map<String, Phase> phases = new LinkedHashMap<>();
    private final Map<String, Integer> causes = new TreeMap<>();
    private String phase;
    private String phaseBefore;
    private long phaseBegan;
    private long lastSuccess;
    private long longestGap;
    private String longestGapIn = "";

    /// What was measured while one thing was done.
    ///
    /// @param gapMillis longest time without a success that it caused
    record Figures(String phase, long requests, long errors, long gapMillis, double p50Millis, double p99Millis) {}

    private static final class Phase {
        private final Histogram micros = new Histogram(MICROS_MAX, 2);
        private long errors;
        private long gap;
    }

    /// @param now monotonic nanoseconds
    ServiceLog(String phase, long now) {
        this.phase = phase;
        this.phaseBefore = phase;
        this.phaseBegan = now;
        this.lastSuccess = now;
    }

    /// What is done to the cluster from now on.
    synchronized void enter(String next, long now) {
        phaseBefore = phase;
        phase = next;
        phaseBegan = now;
    }

    /// A request was answered, at once or when it was retried.
    synchronized void success(long began, long ended) {
        var now = current();
        now.micros.recordValue(Math.min(MICROS_MAX, Math.max(0, (ended - began) / 1_000)));
        gapEnds(ended);
        lastSuccess = Math.max(lastSuccess, ended);
    }

    /// A request failed for good.
    synchronized void failure(String cause) {
        current().errors++;
        causes.merge(cause, 1, Integer::sum);
    }

    /// The load ends: what is silent until now counts as a gap too.
    synchronized void end(long now) {
        gapEnds(now);
    }

    /// A gap that was there when this phase began, and in calm, is the work of the phase before.
    private void gapEnds(long ended) {
        var gap = ended - lastSuccess;
        var guilty = lastSuccess < phaseBegan && phase.equals(CALM) ? phaseBefore : phase;
        var in = phases.computeIfAbsent(guilty, _ -> new Phase());
        in.gap = Math.max(in.gap, gap);
        if (gap > longestGap) {
            longestGap = gap;
            longestGapIn = guilty;
        }
    }

    private Phase current() {
        return phases.computeIfAbsent(phase, _ -> new Phase());
    }

    synchronized long errors() {
        return phases.values().stream().mapToLong(each -> each.errors).sum();
    }

    synchronized long requests() {
        return phases.values().stream()
                .mapToLong(each -> each.micros.getTotalCount())
                .sum();
    }

    synchronized long longestGapMillis() {
        return longestGap / 1_000_000;
    }

    synchronized String longestGapIn() {
        return longestGapIn;
    }

    synchronized Map<String, Integer> causes() {
        return Map.copyOf(causes);
    }

    synchronized List<Figures> figures() {
        var all = new ArrayList<Figures>();
        phases.forEach((name, each) -> all.add(new Figures(
                name,
                each.micros.getTotalCount(),
                each.errors,
                each.gap / 1_000_000,
                each.micros.getValueAtPercentile(50) / 1e3,
                each.micros.getValueAtPercentile(99) / 1e3)));
        return all;
    }
}
