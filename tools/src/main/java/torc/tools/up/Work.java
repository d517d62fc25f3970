package torc.tools.up;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;
import torc.common.metrics.Metrics;
import torc.objectserver.daemon.Daemon;

/// What the daemons have done so far and how far they are, for metrics and `torc status`. Safe for many threads.
final class Work {
    private final Map<String, Map<String, LongSupplier>> figures = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, Supplier<OptionalLong>>> progress = new ConcurrentSkipListMap<>();
    private final Metrics metrics;
    private final LongSupplier nanoTime;

    Work(Metrics metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
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

    /// Times a daemon's rounds.
    ///
    /// @param fraction how much of the round under way is done, 0 to 1
    Daemon.Round timed(String daemon, DoubleSupplier fraction, Daemon.Round round) {
        var rounds = new Rounds(nanoTime, fraction);
        goesOn(daemon, rounds::done, rounds::secondsLeft);
        var ofDaemon = progress.computeIfAbsent(daemon, _ -> new ConcurrentSkipListMap<>());
        ofDaemon.put("last-round-seconds", () -> OptionalLong.of(Math.round(rounds.lastSeconds())));
        ofDaemon.put("lag-seconds", rounds::lagSeconds);
        metrics.gauge(
                "torc_daemon_last_round_seconds",
                "how long the last whole round took",
                rounds::lastSeconds,
                "daemon",
                daemon);
        metrics.gauge(
                "torc_daemon_lag_seconds",
                "how long ago the last whole round ended; 0 before the first",
                () -> (double) rounds.lagSeconds().orElse(0),
                "daemon",
                daemon);
        return rounds.timed(round);
    }

    /// Tells how far a daemon is.
    void goesOn(String daemon, DoubleSupplier fraction, Supplier<OptionalLong> secondsLeft) {
        var ofDaemon = progress.computeIfAbsent(daemon, _ -> new ConcurrentSkipListMap<>());
        ofDaemon.put("percent", () -> OptionalLong.of(Math.round(100 * fraction.getAsDouble())));
        ofDaemon.put("seconds-left", secondsLeft);
        metrics.gauge(
                "torc_daemon_round_done",
                "how much of the round under way is done, 0 to 1; 1 between rounds",
                fraction,
                "daemon",
                daemon);
        metrics.gauge(
                "torc_daemon_seconds_left",
                "until the round under way ends, if it goes on as it went; 0 where that is not known",
                () -> (double) secondsLeft.get().orElse(0),
                "daemon",
                daemon);
    }

    void write(ObjectNode into) {
        figures.forEach((daemon, counts) -> {
            var node = into.putObject(daemon);
            counts.forEach((figure, count) -> node.put(figure, count.getAsLong()));
        });
        progress.forEach((daemon, facts) -> {
            var node = into.withObjectProperty(daemon).putObject("round");
            facts.forEach((fact, value) -> value.get().ifPresent(known -> node.put(fact, known)));
        });
    }
}
