package torc.common.pace;

import java.util.function.LongSupplier;

/// Holds work to so many units a second, a unit being a byte or a blob. Safe for many threads; who has
/// spent too much sleeps.
public final class Pace {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final double nanosPerUnit;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    /// When everything spent so far is paid for.
    private long paidAt;

    public Pace(long unitsPerSecond, LongSupplier nanoTime, Sleeper sleeper) {
        if (unitsPerSecond <= 0) throw new IllegalArgumentException("a rate is above zero: " + unitsPerSecond);
        this.nanosPerUnit = (double) NANOS_PER_SECOND / unitsPerSecond;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.paidAt = nanoTime.getAsLong();
    }

    /// Spends units, and sleeps if they came faster than the rate allows over the last second.
    public void spend(long units) throws InterruptedException {
        sleeper.sleep(Math.max(0, pay(units))); // Also without need to sleep, for it may be time to end.
    }

    private synchronized long pay(long units) {
        var now = nanoTime.getAsLong();
        // What was not spent is saved for a tenth of a second, no longer: there is no burst after a quiet hour.
        paidAt = Math.max(paidAt, now - NANOS_PER_SECOND / 10) + (long) (units * nanosPerUnit);
        return paidAt - now;
    }
}
