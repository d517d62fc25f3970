package torc.objectserver.segment;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells background threads that the device closes, and wakes those that wait for time to pass.
final class StopSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    private volatile boolean stopped;

    boolean isStopped() {
        return stopped;
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            stopping.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits so long, or until the stop.
    ///
    /// @return whether to go on
    boolean pause(long nanos) {
        lock.lock();
        try {
            var left = nanos;
            while (!stopped && left > 0) left = stopping.awaitNanos(left);
            return !stopped;
        } catch (InterruptedException _) {
            stopped = true; // Nobody interrupts the device's own threads but to end them.
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// A pacer that waits here, and no longer once the stop has come.
    Pacer pacer(long bytesPerSecond) {
        return bytes -> pause(bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
    }
}
