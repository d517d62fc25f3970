package torc.ring.metadata.embedded;

import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.ring.metadata.MetadataDamaged;

/// Lends the state out, so that it is never closed or replaced while somebody uses it, and has it replaced when it
/// turns out to be damaged.
final class StateGuard {
    private static final Logger log = LoggerFactory.getLogger(StateGuard.class);

    private final StampedLock lock = new StampedLock();
    private final UnaryOperator<State> healer;
    private @Nullable State state;

    /// @param healer given the damaged state, closes it and gives a sound one up to the same record, or throws
    ///               [StateBroken] and leaves it as it is
    StateGuard(State state, UnaryOperator<State> healer) {
        this.state = state;
        this.healer = healer;
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
            log.error("Metadata state is damaged, replacing it", cause);
            state = healer.apply(damaged);
            log.warn("Metadata state replaced applied={}", state.applied());
        } catch (StateBroken e) {
            cause.addSuppressed(e);
            throw new MetadataDamaged("stored metadata is damaged and no other device has a sound copy", cause);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private State open() {
        var current = state;
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
