package torc.objectserver.repair;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import torc.common.id.Id128;

/// How blobs are healed: by whom, and how many at a time, since most of a healing is waiting for other nodes and
/// for disks.
public final class Healing {
    private final Healer healer;
    private final int atOnce;
    private final ThreadFactory threads;

    /// @param atOnce blobs that one round of work heals at a time
    public Healing(Healer healer, int atOnce, ThreadFactory threads) {
        if (atOnce < 1) throw new IllegalArgumentException("at least one blob at a time: " + atOnce);
        this.healer = healer;
        this.atOnce = atOnce;
        this.threads = threads;
    }

    /// One after the other, on the thread that asks.
    public static Healing oneByOne(Healer healer) {
        return new Healing(healer, 1, Thread::new);
    }

    boolean mayLetGo() {
        return healer.mayLetGo();
    }

    Round round() {
        return new Round();
    }

    /// The healings that one thread asks for; it must [#await] them.
    final class Round {
        private final Semaphore room = new Semaphore(atOnce);
        private volatile boolean stopped;

        /// Heals a blob, now or as soon as there is room, which is waited for.
        ///
        /// @param outcome told how it ended, on any thread
        /// @throws InterruptedException if it is time to end
        void heal(Id128 blob, Consumer<HealOutcome> outcome) throws InterruptedException {
            if (atOnce == 1) {
                outcome.accept(healer.heal(blob));
                return;
            }
            acquire(1);
            threads.newThread(() -> healHere(blob, outcome)).start();
        }

        private void healHere(Id128 blob, Consumer<HealOutcome> outcome) {
            try {
                outcome.accept(healer.heal(blob));
            } catch (InterruptedException _) {
                stopped = true; // The daemons' signal; whoever waits for room passes it on.
            } catch (RuntimeException e) { // The outermost frame of this thread.
                outcome.accept(new HealOutcome.Incomplete(e.toString()));
            } finally {
                room.release();
            }
        }

        /// Waits until all that was asked for has ended. Each healing ends by itself: its calls have time limits.
        void await() throws InterruptedException {
            acquire(atOnce);
            room.release(atOnce);
        }

        private void acquire(int permits) throws InterruptedException {
            room.acquire(permits);
            if (!stopped) return;
            room.release(permits);
            throw new InterruptedException("stopped");
        }
    }
}
