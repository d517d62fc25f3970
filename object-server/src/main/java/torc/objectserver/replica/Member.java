package torc.objectserver.replica;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import torc.objectserver.device.BlobDevice;

/// A device with what the store has come to know of its health. Safe for many threads.
public final class Member {
    /// How long a device that lost a race of reads is read last.
    private static final long SUSPECT_NANOS = 5_000_000_000L;

    /// How long a device without room is avoided where there is a choice.
    private static final long FULL_NANOS = 10_000_000_000L;

    /// A device with calls of writers under way of which none ends for this long hangs.
    private static final long STUCK_NANOS = 5_000_000_000L;

    private final BlobDevice device;
    private final int distance;
    private final CircuitBreaker breaker;
    private final LongSupplier nanoTime;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long progressedAt;
    private volatile long suspectUntil;
    private volatile boolean suspect;
    private volatile long fullUntil;
    private volatile boolean full;

    Member(PlacedDevice placed, ReplicaLimits limits, LongSupplier nanoTime) {
        this.device = placed.device();
        this.distance = placed.distance();
        this.breaker =
                new CircuitBreaker(limits.breakerFailures(), limits.breakerLeast(), limits.breakerMost(), nanoTime);
        this.nanoTime = nanoTime;
    }

    public BlobDevice device() {
        return device;
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    /// Whether work may be given to the device now.
    public boolean admits() {
        return !stuck() && breaker.admits();
    }

    /// Whether it does well as far as is known.
    public boolean well() {
        return breaker.closed() && !stuck() && !isSuspect();
    }

    /// Whether a new blob should be placed here, as far as is known.
    boolean takesWrites() {
        return breaker.closed() && !stuck() && !isFull();
    }

    /// The device had no room for a blob just now.
    void wasFull() {
        fullUntil = nanoTime.getAsLong() + FULL_NANOS;
        full = true;
    }

    private boolean isFull() {
        if (full && nanoTime.getAsLong() - fullUntil >= 0) full = false;
        return full;
    }

    /// A call of a writer begins. Only calls count: a blob that waits for its client's next bytes says nothing of
    /// the device.
    void writeBegins() {
        if (underWay.get() == 0) progressedAt = nanoTime.getAsLong(); // First, or others see it under way since long.
        underWay.incrementAndGet();
    }

    void writeEnds() {
        progressedAt = nanoTime.getAsLong();
        underWay.decrementAndGet();
    }

    private boolean stuck() {
        return underWay.get() > 0 && nanoTime.getAsLong() - progressedAt > STUCK_NANOS;
    }

    /// Another copy answered while this device was still at it: others are read first for a while.
    public void wasSlow() {
        suspectUntil = nanoTime.getAsLong() + SUSPECT_NANOS;
        suspect = true;
    }

    /// Lower is better to read from: well before slow before failing, near before far.
    public int readRank() {
        var health = !breaker.closed() || stuck() ? 2 : isSuspect() ? 1 : 0;
        return health * 1000 + Math.min(distance, 999);
    }

    private boolean isSuspect() {
        if (!suspect) return false;
        if (nanoTime.getAsLong() - suspectUntil < 0) return true;
        suspect = false;
        return false;
    }
}
