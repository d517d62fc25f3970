package torc.tools.chaos;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import torc.tools.chaos.fault.Fault;
import torc.tools.chaos.fault.Target;

/// Makes faults happen one after another, and now and then two at once, as a seed says, and undoes each.
final class Schedule {
    private static final int CALM_MILLIS = 1_500;
    private static final int LEAST_MILLIS = 2_000;
    private static final int MOST_MILLIS = 7_000;
    private static final int BESIDE_PERCENT = 25;

    private final List<Fault> faults;
    private final Target target;
    private final SplittableRandom random;
    private final ServiceLog log;
    private final PrintWriter out;
    private final long origin;
    private final List<Fault.Undo> open = new ArrayList<>();
    private final List<Fault> turn = new ArrayList<>();
    private int injected;

    Schedule(List<Fault> faults, Target target, SplittableRandom random, ServiceLog log, PrintWriter out, long origin) {
        this.faults = List.copyOf(faults);
        this.target = target;
        this.random = random;
        this.log = log;
        this.out = out;
        this.origin = origin;
    }

    int injected() {
        return injected;
    }

    /// Goes on for so long; each kind has its turn before one comes again. Nothing is broken any more when it
    /// returns.
    void run(Duration duration) throws InterruptedException {
        var until = System.nanoTime() + duration.toNanos();
        calm();
        while (System.nanoTime() < until && !faults.isEmpty()) {
            var fault = next();
            log.enter(fault.name(), System.nanoTime());
            inject(fault);
            if (faults.size() > 1 && random.nextInt(100) < BESIDE_PERCENT) inject(next());
            var rest = Math.max(0, (until - System.nanoTime()) / 1_000_000);
            TimeUnit.MILLISECONDS.sleep(Math.min(random.nextInt(LEAST_MILLIS, MOST_MILLIS), rest));
            undoAll();
            calm();
        }
        var rest = until - System.nanoTime();
        if (rest > 0) TimeUnit.NANOSECONDS.sleep(rest);
    }

    private void calm() throws InterruptedException {
        log.enter(ServiceLog.CALM, System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(CALM_MILLIS);
    }

    private Fault next() {
        if (turn.isEmpty()) turn.addAll(faults);
        return turn.remove(random.nextInt(turn.size()));
    }

    private void inject(Fault fault) throws InterruptedException {
        try {
            var injection = fault.inject(target, random);
            open.add(injection.undo());
            injected++;
            say(injection.what());
        } catch (Fault.NothingToHurt none) {
            say(fault.name() + ": " + none.getMessage());
        }
    }

    private void undoAll() throws InterruptedException {
        while (!open.isEmpty()) open.removeLast().run();
        say("healed");
    }

    private void say(String what) {
        out.printf("%8.1f s  %s%n", (System.nanoTime() - origin) / 1e9, what);
        out.flush();
    }
}
