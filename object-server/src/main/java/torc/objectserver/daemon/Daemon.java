package torc.objectserver.daemon;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that makes a round of work, rests, and makes the next, until it is closed. A round that fails is
/// logged, and the next one comes all the same.
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /// How long closing waits for a round to notice; a device that hangs must not hold up the end of the
    /// process.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private static final long NAP_NANOS = 1_000_000_000;

    private final String name;
    private final Round round;
    private final Supplier<Duration> rest;
    private final Thread thread;
    private final StopSignal stop;
    private volatile boolean roused;

    /// One round of work, which ends by an InterruptedException from the daemons' [StopSignal].
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    /// @param stop ends the daemon, together with all that share it
    public Daemon(String name, Duration rest, ThreadFactory threads, StopSignal stop, Round round) {
        this(name, () -> rest, threads, stop, round);
    }

    /// @param rest asked before each rest how long it is
    /// @param stop ends the daemon, together with all that share it
    public Daemon(String name, Supplier<Duration> rest, ThreadFactory threads, StopSignal stop, Round round) {
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

    /// Ends the rest under way, or the next one, within a second.
    public void rouse() {
        roused = true;
    }

    private void rest() throws InterruptedException {
        var left = rest.get().toNanos();
        do {
            stop.sleep(Math.min(left, NAP_NANOS));
            left -= NAP_NANOS;
        } while (left > 0 && !roused);
        roused = false;
    }

    private void rounds() {
        try {
            while (true) {
                rest();
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
