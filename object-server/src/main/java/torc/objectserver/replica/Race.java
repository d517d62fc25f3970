package torc.objectserver.replica;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The lock that the copies of one read share, and the word that something changed.
final class Race {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    ReentrantLock lock() {
        return lock;
    }

    Condition changed() {
        return changed;
    }

    /// Changes something under the lock and wakes everybody who waits.
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
