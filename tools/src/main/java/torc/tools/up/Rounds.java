package torc.tools.up;

import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import torc.objectserver.daemon.Daemon;

/// Times the rounds of one daemon. One thread makes them; any may ask.
final class Rounds {
    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final DoubleSupplier fraction;
    private volatile long begunAt = NEVER;
    private volatile long endedAt = NEVER;
    private volatile long lastNanos;

    /// @param fraction how much of the round under way is done, 0 to 1
    Rounds(LongSupplier nanoTime, DoubleSupplier fraction) {
        this.nanoTime = nanoTime;
        this.fraction = fraction;
    }

    /// The same round, timed.
    Daemon.Round timed(Daemon.Round round) {
        return () -> {
            var begun = nanoTime.getAsLong();
            begunAt = begun;
            try {
                round.run();
                var ended = nanoTime.getAsLong();
                lastNanos = ended - begun;
                endedAt = ended;
            } finally {
                begunAt = NEVER;
            }
        };
    }

    /// How much of the round under way is done, 0 to 1; 1 between rounds.
    double done() {
        return begunAt == NEVER ? 1 : Math.clamp(fraction.getAsDouble(), 0, 1);
    }

    /// Seconds until the round under way ends, if it goes on as it went; empty between rounds, and where nothing
    /// is
    /// known yet.
    OptionalLong secondsLeft() {
        var begun = begunAt;
        var done = done();
        if (begun == NEVER) return OptionalLong.empty();
        var elapsed = nanoTime.getAsLong() - begun;
        if (done > 0) return OptionalLong.of(seconds((long) (elapsed / done * (1 - done))));
        return endedAt == NEVER ? OptionalLong.empty() : OptionalLong.of(seconds(Math.max(0, lastNanos - elapsed)));
    }

    /// How long the last whole round took; 0 before the first.
    double lastSeconds() {
        return lastNanos / 1e9;
    }

    /// How long ago the last whole round ended; empty before the first.
    OptionalLong lagSeconds() {
        var ended = endedAt;
        return ended == NEVER ? OptionalLong.empty() : OptionalLong.of(seconds(nanoTime.getAsLong() - ended));
    }

    private static long seconds(long nanos) {
        return nanos / 1_000_000_000L;
    }
}
