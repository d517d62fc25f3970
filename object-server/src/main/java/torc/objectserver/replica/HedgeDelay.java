package torc.objectserver.replica;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// When a read asks a second copy: after several times the usual wait for bytes. Second requests are kept to a
/// small share of all, so that a cluster that is slow because it is loaded is not loaded twice. Safe for many
/// threads.
public final class HedgeDelay {
    /// Times the mean wait: about the 99th percentile of a wait that is distributed exponentially.
    private static final int MEANS = 5;

    /// One read in so many may be hedged, over time.
    private static final int READS_PER_HEDGE = 20;

    /// Hedges that may come at once.
    private static final long BURST = 64;

    private final long leastNanos;
    private final long mostNanos;
    private final AtomicLong credit = new AtomicLong(BURST * READS_PER_HEDGE);
    private volatile long meanNanos;

    public HedgeDelay(Duration least, Duration most) {
        this.leastNanos = least.toNanos();
        this.mostNanos = most.toNanos();
    }

    public long nanos() {
        return Math.clamp(MEANS * meanNanos, leastNanos, mostNanos);
    }

    /// A moving mean over about the last 64 waits; a lost update does no harm.
    public void firstByteAfter(long waitedNanos) {
        var mean = meanNanos;
        meanNanos = mean + (waitedNanos - mean) / 64;
        if (credit.get() < BURST * READS_PER_HEDGE) credit.incrementAndGet();
    }

    public boolean allows() {
        return credit.getAndUpdate(now -> now >= READS_PER_HEDGE ? now - READS_PER_HEDGE : now) >= READS_PER_HEDGE;
    }
}
