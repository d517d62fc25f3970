package torc.objectserver.daemon;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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
    private final CountDownLatch closing = new CountDownLatch(1);

    /// One round of work. Interrupted when the daemon is closed.
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    public Daemon(String name, Duration rest, ThreadFactory threads, Round round) {
        this.name = name;
        this.round = round;
        this.rest = rest;
        this.thread = threads.newThread(this::rounds);
        thread.setName(name);
    }

    public void start() {
        thread.start();
    }

    private void rounds() {
        try {
            while (!closing.await(rest.toMillis(), TimeUnit.MILLISECONDS)) roundSafely();
        } catch (InterruptedException e) {
            LOG.debug("Daemon interrupted daemon={}", name); // Only closing interrupts it.
        }
    }

    private void roundSafely() throws InterruptedException {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.warn("Round failed daemon={}", name, e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        if (!thread.isAlive()) return;
        thread.interrupt();
        try {
            if (!thread.join(CLOSE_LIMIT)) LOG.warn("Daemon does not end daemon={}", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
