/// Counters, gauges and timers in Prometheus form, behind a face of our own.
///
/// Names are in base units (`_seconds`, `_bytes`, `_total`); labels have few values, never an account's or an
/// object's name. Begin reading at [torc.common.metrics.Metrics].
@NullMarked
package torc.common.metrics;

import org.jspecify.annotations.NullMarked;
