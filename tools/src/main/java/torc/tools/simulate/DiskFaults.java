package torc.tools.simulate;

import java.util.SplittableRandom;

/// What is wrong with a simulated disk at the moment.
final class DiskFaults {
    private long slowNanos;
    private int failuresPerThousand;
    private boolean full;

    void slow(long nanos) {
        slowNanos = nanos;
    }

    void fail(int perThousand) {
        failuresPerThousand = perThousand;
    }

    void fill() {
        full = true;
    }

    void clear() {
        slowNanos = 0;
        failuresPerThousand = 0;
        full = false;
    }

    long extraNanos(SplittableRandom random) {
        return slowNanos == 0 ? random.nextLong(50_000) : random.nextLong(slowNanos);
    }

    boolean failsNow(SplittableRandom random) {
        return failuresPerThousand > 0 && random.nextInt(1000) < failuresPerThousand;
    }

    boolean isFull() {
        return full;
    }
}
