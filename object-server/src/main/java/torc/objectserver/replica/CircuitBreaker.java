package torc.objectserver.replica;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Leaves a device alone that failed several times in a row, and lets one call through after a while to see
/// whether it is back. Safe for many threads; costs one volatile read while all is well.
public final class CircuitBreaker {
    private final int threshold;
    private final long leastNanos;
    private final long mostNanos;
    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong closedAgainAt = new AtomicLong();
    /// Failures before this time belong to calls that began before the breaker opened.
    private final AtomicLong probedAt = new AtomicLong();

    CircuitBreaker(int threshold, Duration least, Duration most, LongSupplier nanoTime) {
        this.threshold = threshold;
        this.leastNanos = least.toNanos();
        this.mostNanos = most.toNanos();
        this.nanoTime = nanoTime;
    }

    /// Whether calls flow freely.
    boolean closed() {
        return failures.get() < threshold;
    }

    /// Whether a call may be made now. While the breaker is open one caller gets through at the end of each
    /// while, and should say how it went.
    boolean admits() {
        if (closed()) return true;
        var until = closedAgainAt.get();
        var now = nanoTime.getAsLong();
        return now - until >= 0 && closedAgainAt.compareAndSet(until, now + pauseNanos(failures.get()));
    }

    public void succeeded() {
        if (failures.get() != 0) failures.set(0);
    }

    /// Calls that were under way when the breaker opened do not count again: one event is one failure.
    public void failed() {
        var now = nanoTime.getAsLong();
        if (!closed() && now - probedAt.get() < 0) return;
        var count = failures.updateAndGet(before -> Math.min(before + 1, threshold + 30));
        if (count < threshold) return;
        var until = now + pauseNanos(count);
        closedAgainAt.set(until);
        probedAt.set(until);
    }

    private long pauseNanos(int count) {
        var doublings = Math.clamp(count - threshold, 0, 20);
        return Math.min(mostNanos, leastNanos << doublings);
    }
}
