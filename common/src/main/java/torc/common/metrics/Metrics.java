package torc.common.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/// The metrics of a process. Safe for many threads.
///
/// Labels are given by turns: name, value, name, value. The same name and labels give the same meter.
public final class Metrics {
    /// From half a millisecond, a fast answer from memory, to ten seconds.
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5),
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(100), Duration.ofMillis(500),
        Duration.ofSeconds(2), Duration.ofSeconds(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// Something that only grows.
    public Counter counter(String name, String meaning, String... labels) {
        var counter = io.micrometer.core.instrument.Counter.builder(name)
                .description(meaning)
                .tags(tags(labels))
                .register(registry);
        return counter::increment;
    }

    /// A value that is asked for when somebody looks.
    public void gauge(String name, String meaning, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .description(meaning)
                .tags(tags(labels))
                .strongReference(true)
                .register(registry);
    }

    /// A value that only grows and is kept elsewhere.
    public void total(String name, String meaning, DoubleSupplier value, String... labels) {
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .description(meaning)
                .tags(tags(labels))
                .register(registry);
    }

    /// How long something takes, as a histogram.
    public Timer timer(String name, String meaning, String... labels) {
        var timer = io.micrometer.core.instrument.Timer.builder(name)
                .description(meaning)
                .tags(tags(labels))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        return nanos -> timer.record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    /// All of it in Prometheus's text form.
    public String scrape() {
        return registry.scrape();
    }

    private static List<Tag> tags(String... labels) {
        var tags = new ArrayList<Tag>(labels.length / 2);
        for (int i = 0; i < labels.length; i += 2) tags.add(Tag.of(labels[i], labels[i + 1]));
        return tags;
    }

    /// Counts.
    @FunctionalInterface
    public interface Counter {
        void add(double amount);
    }

    /// Takes the times.
    @FunctionalInterface
    public interface Timer {
        void record(long nanos);
    }
}
