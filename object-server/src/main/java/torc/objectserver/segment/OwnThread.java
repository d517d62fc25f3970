package torc.objectserver.segment;

import java.time.Duration;

/// A thread of the device's own, and its end.
final class OwnThread {
    /// What a disk that is alive takes for the longest call or batch under way; one that hangs for longer must not
    /// hold up the end of the process.
    static final Duration END_LIMIT = Duration.ofSeconds(30);

    private final Thread thread;

    private OwnThread(Thread thread) {
        this.thread = thread;
    }

    static OwnThread start(String name, Runnable work) {
        return new OwnThread(Thread.ofPlatform().daemon().name(name).start(work));
    }

    /// Waits for the end, of which the thread has been told.
    ///
    /// @return whether it came; if not, the thread still uses the device's files
    boolean ends(Duration limit) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    var ended = thread.join(limit);
                    if (!ended) DeviceLog.LOG.error("Thread hangs in a call to the disk thread={}", thread.getName());
                    return ended;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
