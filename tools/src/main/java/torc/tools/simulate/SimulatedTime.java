package torc.tools.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Time, chance and the order of events of one run. For one thread: every task of every simulated thread runs
/// inside [#run], one after the other, and each choice is drawn from the seed.
final class SimulatedTime {
    /// A run that takes more steps than this does not end.
    private static final long MOST_STEPS = 20_000_000;

    private final SplittableRandom random;
    private final List<Task> runnable = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long now;
    private long order;
    private long steps;
    private long trace = 0xcbf29ce484222325L;
    private boolean ended;
    private @Nullable SimulatedProcess current;

    SimulatedTime(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private record Task(SimulatedProcess process, Runnable work) {}

    long nanos() {
        return now;
    }

    SplittableRandom random() {
        return random;
    }

    /// A number that tells this run's events, in their order, from others.
    long trace() {
        return trace;
    }

    long steps() {
        return steps;
    }

    /// Adds an event to the trace.
    void note(long event) {
        trace = (trace ^ event) * 0x100000001b3L;
        trace ^= trace >>> 29;
    }

    /// The process whose thread runs now.
    @Nullable
    SimulatedProcess current() {
        return current;
    }

    /// Lets time pass for the calling simulated thread.
    void sleep(long nanos) {
        var until = now + nanos;
        while (now < until) LockSupport.parkNanos(this, until - now);
    }

    void end() {
        ended = true;
    }

    void add(SimulatedProcess process, Runnable work) {
        runnable.add(new Task(process, work));
    }

    Timer after(long nanos, SimulatedProcess process, Runnable work) {
        var timer = new Timer(now + Math.max(0, nanos), order++, process, work);
        timers.add(timer);
        return timer;
    }

    /// Runs until [#end].
    void run() {
        while (!ended) {
            if (++steps > MOST_STEPS) throw new IllegalStateException("the run does not end");
            if (runnable.isEmpty()) tick();
            else step();
        }
    }

    private void step() {
        var chosen = random.nextInt(runnable.size());
        var last = runnable.removeLast();
        var task = chosen == runnable.size() ? last : runnable.set(chosen, last);
        note(chosen);
        if (!task.process.isAlive()) return;
        current = task.process;
        task.work.run();
        current = null;
    }

    private void tick() {
        var next = timers.poll();
        if (next == null) throw new IllegalStateException("everything waits, and nothing will happen any more");
        if (next.isDone() || !next.process().isAlive()) return;
        now = Math.max(now, next.at());
        note(now);
        next.run();
    }
}
