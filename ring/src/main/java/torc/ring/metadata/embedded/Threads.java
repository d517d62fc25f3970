package torc.ring.metadata.embedded;

/// Waiting for a thread's end.
final class Threads {
    private Threads() {}

    /// Waits until a thread has ended, however often the waiting one is interrupted.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
