package torc.tools.bench;

import org.HdrHistogram.Histogram;

/// What a measurement saw, after its warm-up.
///
/// @param seconds how long it took
/// @param failed answers that were no success, and connections that broke
/// @param wrong answers whose bytes were not what had been written
record Figures(double seconds, long requests, long failed, long wrong, long bytes, Latency latency) {
    double requestsPerSecond() {
        return (requests - failed) / seconds;
    }

    double megabytesPerSecond() {
        return bytes / seconds / 1e6;
    }

    /// Latencies in microseconds.
    record Latency(long p50, long p99, long p999, long max) {
        static Latency of(Histogram histogram) {
            return new Latency(
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(99),
                    histogram.getValueAtPercentile(99.9),
                    histogram.getMaxValue());
        }
    }
}
