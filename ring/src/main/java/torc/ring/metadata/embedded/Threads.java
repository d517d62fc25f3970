package torc.ring.metadata.embedded;

import java.time.Duration;

/// Waiting for a thread's end.
final class Threads {
    private Threads() {}

    /// Waits until a thread has ended, however often the waiting one is interrupted.
    ///
    /// @param limit beyond which only a call to a disk that hangs can keep it
    /// @return whether it has ended
    static boolean join(Thread thread, Duration limit) {
        boolean interrupted = false;
        long left = limit.toNanos();
        for (long from = System.nanoTime(); thread.isAlive() && left > 0; ) {
            try {
                thread.join(Duration.ofNanos(left));
            } catch (InterruptedException _) {
                interrupted = true;
            }
            left = limit.toNanos() - (System.nanoTime() - from);
        }
        if (interrupted) Thread.currentThread().interrupt();
        return !thread.isAlive();
    }
}
