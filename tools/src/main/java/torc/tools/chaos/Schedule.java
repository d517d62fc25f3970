package torc.tools.chaos;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import torc.tools.chaos.fault.Fault;
import torc.tools.chaos.fault.Target;

/// Makes faults happen one after another, and now and then two at once, as a seed says, and undoes each.
final class Schedule {
    private static final int BESIDE_PERCENT = 25;

    private final List<Fault> faults;
    private final Rhythm rhythm;
    private final Target target;
    private final SplittableRandom random;
    private final ServiceLog log;
    private final Findings findings;
    private final PrintWriter out;
    private final long origin;
    private final List<Fault.Undo> open = new ArrayList<>();
    private final List<Fault> turn = new ArrayList<>();
    private int injected;
    private boolean comesNext;

    /// How long nothing is done, and how long a fault lasts.
    record Rhythm(int calmMillis, int leastMillis, int mostMillis) {
        static final Rhythm USUAL = new Rhythm(1_500, 2_000, 7_000);
    }

    Schedule(
            List<Fault> faults,
            Rhythm rhythm,
            Target target,
            SplittableRandom random,
            ServiceLog log,
            Findings findings,
            PrintWriter out,
            long origin) {
        this.faults = List.copyOf(faults);
        this.rhythm = rhythm;
        this.target = target;
        this.random = random;
        this.log = log;
        this.findings = findings;
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
            TimeUnit.MILLISECONDS.sleep(Math.min(random.nextInt(rhythm.leastMillis(), rhythm.mostMillis()), rest));
            undoAll();
            calm();
        }
        var rest = until - System.nanoTime();
        if (rest > 0) TimeUnit.NANOSECONDS.sleep(rest);
    }

    private void calm() throws InterruptedException {
        log.enter(ServiceLog.CALM, System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(rhythm.calmMillis());
    }

    private Fault next() {
        if (comesNext && !turn.isEmpty()) {
            comesNext = false;
            return turn.removeFirst();
        }
        if (turn.isEmpty()) turn.addAll(faults);
        return turn.remove(random.nextInt(turn.size()));
    }

    private void inject(Fault fault) throws InterruptedException {
        try {
            var injection = fault.inject(target, random);
            open.add(injection.undo());
            injected++;
            say(injection.what());
        } catch (IllegalStateException failed) {
            // Beside another it may be that nobody answers who could make it.
            if (open.isEmpty()) findings.add(fault.name() + " could not be made: " + failed.getMessage());
            else say(fault.name() + " could not be made beside another: " + failed.getMessage());
        } catch (Fault.NothingToHurt none) {
            say(fault.name() + ": " + none.getMessage());
            if (open.isEmpty()) return;
            // Its turn comes when nothing else is open.
            turn.addFirst(fault);
            comesNext = true;
        }
    }

    /// Undoes all there is, the last first, and waits until every node serves. What fails does not keep the
    /// others, and is tried again then: a command may need the nodes that another fault had.
    private void undoAll() throws InterruptedException {
        var began = System.nanoTime();
        var again = new ArrayList<Fault.Undo>();
        while (!open.isEmpty()) {
            var undo = open.removeLast();
            if (failure(undo).isPresent()) again.add(undo);
        }
        failure(target::heal).ifPresent(why -> findings.add("a node did not come back: " + why));
        for (var undo : again) failure(undo).ifPresent(why -> findings.add("a fault could not be undone: " + why));
        say("healed, all serve after " + (System.nanoTime() - began) / 1_000_000 + " ms");
    }

    private static Optional<String> failure(Fault.Undo undo) throws InterruptedException {
        try {
            undo.run();
            return Optional.empty();
        } catch (IllegalStateException | UncheckedIOException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    private void say(String what) {
        out.printf("%8.1f s  %s%n", (System.nanoTime() - origin) / 1e9, what);
        out.flush();
    }
}
