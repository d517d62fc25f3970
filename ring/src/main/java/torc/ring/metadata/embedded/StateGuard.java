package torc.ring.metadata.embedded;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;

/// Lends the state out, so that it is never closed or replaced while somebody uses it, and has it replaced when it
/// turns out to be damaged.
final class StateGuard {
    private static final Logger log = LoggerFactory.getLogger(StateGuard.class);

    private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final StampedLock lock = new StampedLock();
    private final UnaryOperator<State> healer;
    private final LongSupplier nanoTime;
    private @Nullable State state;
    /// Why the state could not be replaced the last time, and when that was.
    private @Nullable StateBroken failure;

    private long failedAt;

    /// Why there is no state any more although the store is open.
    private @Nullable StateBroken loss;

    /// @param healer given the damaged state, closes it and gives a sound one up to the same record, or throws
    ///               [StateBroken] and, if it can, leaves it as it is
    StateGuard(State state, UnaryOperator<State> healer, LongSupplier nanoTime) {
        this.state = state;
        this.healer = healer;
        this.nanoTime = nanoTime;
    }

    /// Works with the state. Work that finds it damaged is done again on the state that replaces it.
    ///
    /// @throws MetadataDamaged if it cannot be replaced
    <T> T with(Function<State, T> work) {
        State damaged;
        StateBroken cause;
        long stamp = lock.readLock();
        try {
            damaged = open();
            return work.apply(damaged);
        } catch (StateBroken e) {
            if (e.isLackOfSpace()) throw e;
            damaged = open();
            cause = e;
        } finally {
            lock.unlockRead(stamp);
        }
        heal(damaged, cause);
        return again(work);
    }

    private <T> T again(Function<State, T> work) {
        long stamp = lock.readLock();
        try {
            return work.apply(open());
        } catch (StateBroken e) {
            throw new MetadataDamaged("stored metadata is damaged, and so is what it was replaced with", e);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    void run(Consumer<State> work) {
        with(state -> {
            work.accept(state);
            return state;
        });
    }

    private void heal(State damaged, StateBroken cause) {
        long stamp = lock.writeLock();
        try {
            if (open() != damaged) return; // Somebody else was faster.
            requireNoRecentFailure();
            log.error("Metadata state is damaged, replacing it", cause);
            state = healer.apply(damaged);
            failure = null;
            log.warn("Metadata state replaced applied={}", state.applied());
        } catch (StateBroken e) {
            cause.addSuppressed(e);
            failure = cause;
            failedAt = nanoTime.getAsLong();
            throw new MetadataDamaged("stored metadata is damaged and no other device has a sound copy", cause);
        } finally {
            if (state == damaged && damaged.isClosed()) {
                state = null;
                loss = cause;
            }
            lock.unlockWrite(stamp);
        }
    }

    /// Trying reads every copy while all others wait: not again for each read of what is damaged.
    private void requireNoRecentFailure() {
        var before = failure;
        if (before != null && nanoTime.getAsLong() - failedAt < RETRY_NANOS)
            throw new MetadataDamaged("stored metadata is damaged and no other device had a sound copy", before);
    }

    private State open() {
        var current = state;
        if (current == null && loss != null)
            throw new MetadataDamaged("stored metadata is damaged and could not be replaced", loss);
        if (current == null) throw new IllegalStateException("the metadata store is closed");
        return current;
    }

    void close() {
        long stamp = lock.writeLock();
        try {
            var current = state;
            state = null;
            if (current != null) current.close();
        } finally {
            lock.unlockWrite(stamp);
        }
    }
}
