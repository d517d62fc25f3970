package torc.tools.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Has clients work, each at its pace, until it is told to stop. An operation that was begun is ended: what
/// happened to
/// it must be known.
final class Load {
    private static final long STOP_PATIENCE_MILLIS = 120_000;

    private final List<ChaosClient> clients;
    private final long nanosBetween;
    private final Sender.Run run;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private volatile boolean ends;

    /// @param perSecond steps of all clients together
    Load(List<ChaosClient> clients, int perSecond, Sender.Run run) {
        this.clients = List.copyOf(clients);
        this.nanosBetween = TimeUnit.SECONDS.toNanos(1) * clients.size() / perSecond;
        this.run = run;
    }

    void begin() {
        for (var client : clients) threads.add(Thread.ofVirtual().start(() -> work(client)));
    }

    private void work(ChaosClient client) {
        try {
            var next = run.nanoTime().getAsLong();
            while (!ends && !run.history().isFull()) {
                client.step();
                next = Math.max(next + nanosBetween, run.nanoTime().getAsLong() - nanosBetween);
                TimeUnit.NANOSECONDS.sleep(next - run.nanoTime().getAsLong());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            broken.compareAndSet(null, bug);
        }
    }

    /// @throws IllegalStateException if a client is broken or hangs
    void end() throws InterruptedException {
        ends = true;
        for (var thread : threads) {
            thread.join(STOP_PATIENCE_MILLIS);
            if (thread.isAlive()) throw new IllegalStateException("a client hangs");
        }
        var bug = broken.get();
        if (bug != null) throw new IllegalStateException("a client is broken", bug);
    }
}
