package torc.tools.up;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import tools.jackson.databind.node.ObjectNode;
import torc.common.metrics.Metrics;

/// What the daemons have done so far, for metrics and `torc status`. Safe for many threads.
final class Work {
    private final Map<String, Map<String, LongSupplier>> figures = new ConcurrentSkipListMap<>();
    private final Metrics metrics;

    Work(Metrics metrics) {
        this.metrics = metrics;
    }

    /// @param figure a count that only grows, with hyphens
    void does(String daemon, String figure, LongSupplier count) {
        figures.computeIfAbsent(daemon, _ -> new ConcurrentSkipListMap<>()).put(figure, count);
        metrics.total(
                "torc_daemon_" + figure.replace('-', '_'),
                "what daemons have done since the start: " + figure,
                () -> (double) count.getAsLong(),
                "daemon",
                daemon);
    }

    void write(ObjectNode into) {
        figures.forEach((daemon, counts) -> {
            var node = into.putObject(daemon);
            counts.forEach((figure, count) -> node.put(figure, count.getAsLong()));
        });
    }
}
