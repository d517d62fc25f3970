package torc.objectserver.daemon;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that makes a round of work, rests, and makes the next, until it is closed. A round that fails is
/// logged, and the next one comes all the same.
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /// How long closing waits for a round to notice; a device that hangs must not hold up the end of the
    /// process.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Round round;
    private final Duration rest;
    private final Thread thread;
    private final StopSignal stop;

    /// One round of work, which ends by an InterruptedException from the daemons' [StopSignal].
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    /// @param stop ends the daemon, together with all that share it
    public Daemon(String name, Duration rest, ThreadFactory threads, StopSignal stop, Round round) {
        this.name = name;
        this.round = round;
        this.rest = rest;
        this.stop = stop;
        this.thread = threads.newThread(this::rounds);
        thread.setName(name);
    }

    public void start() {
        thread.start();
    }

    private void rounds() {
        try {
            while (true) {
                stop.sleep(rest.toNanos());
                roundSafely();
            }
        } catch (InterruptedException e) {
            LOG.debug("Daemon ended daemon={}", name);
        }
    }

    private void roundSafely() throws InterruptedException {
        try {
            round.run();
        } catch (RuntimeException | Error e) { // The outermost frame of what this thread is for.
            LOG.warn("Round failed daemon={}", name, e);
        }
    }

    /// Waits until the round under way has ended; give the signal before.
    @Override
    public void close() {
        stop.stop();
        try {
            if (!thread.join(CLOSE_LIMIT)) LOG.warn("Daemon does not end daemon={}", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
