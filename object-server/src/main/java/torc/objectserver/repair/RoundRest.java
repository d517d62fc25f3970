package torc.objectserver.repair;

import java.time.Duration;
import java.util.function.Supplier;

/// How long to rest between two rounds: long where nothing was to be done, short where there was, growing while
/// rounds find work but get none of it done.
public final class RoundRest implements Supplier<Duration> {
    private final Duration least;
    private final Duration most;
    private volatile Duration next;

    /// @param most the rest after a round that found nothing to do, and before the first
    public RoundRest(Duration least, Duration most) {
        this.least = least.compareTo(most) < 0 ? least : most;
        this.most = most;
        this.next = most;
    }

    /// @param found whether the round found work
    /// @param done whether it got any of it done
    void ended(boolean found, boolean done) {
        if (!found) next = most;
        else if (done || next.equals(most)) next = least;
        else next = next.multipliedBy(2).compareTo(most) < 0 ? next.multipliedBy(2) : most.minusNanos(1);
    }

    @Override
    public Duration get() {
        return next;
    }
}
