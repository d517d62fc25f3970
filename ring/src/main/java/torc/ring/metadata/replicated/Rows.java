package torc.ring.metadata.replicated;

import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.MetadataUnavailable;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;

/// Lends a member's rows out, so that they are never closed or replaced while somebody reads them.
final class Rows {
    private final StampedLock lock = new StampedLock();
    private @Nullable State state;
    private boolean closed;

    /// Works with the rows.
    ///
    /// @throws MetadataDamaged if they turn out to be damaged
    /// @throws MetadataUnavailable while they are opened anew
    /// @throws IllegalStateException if the store is closed
    <T> T with(Function<State, T> work) {
        long stamp = lock.readLock();
        try {
            var current = state;
            if (closed) throw new IllegalStateException("the metadata store is closed");
            if (current == null) throw new MetadataUnavailable("this member of the metadata is opened anew");
            return work.apply(current);
        } catch (StateBroken e) {
            throw new MetadataDamaged("this member's copy of the metadata is damaged", e);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    /// Takes the rows away from readers, who wait meanwhile, and lends out what comes instead of them.
    void replace(Replacement replacement) throws java.io.IOException {
        long stamp = lock.writeLock();
        try {
            var before = state;
            state = null;
            if (before != null) before.close();
            state = replacement.open();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /// Takes the rows away from readers until there are others.
    void takeAway() {
        long stamp = lock.writeLock();
        try {
            if (state != null) state.close();
            state = null;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /// Takes them away for good.
    void close() {
        takeAway();
        long stamp = lock.writeLock();
        closed = true;
        lock.unlockWrite(stamp);
    }

    /// Opens other rows.
    interface Replacement {
        State open() throws java.io.IOException;
    }
}
