package torc.objectserver.replica;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The lock that the copies of one read share, and the word that something changed.
public final class Race {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    public ReentrantLock lock() {
        return lock;
    }

    public Condition changed() {
        return changed;
    }

    /// Changes something under the lock and wakes everybody who waits.
    public void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
