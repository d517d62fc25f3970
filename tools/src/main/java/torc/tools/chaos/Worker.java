package torc.tools.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/// A client with keys of its own: it does what comes to its mind until it is told to stop, and remembers what was
/// acknowledged. Operations of one worker follow one another, so at most one is unanswered.
final class Worker {
    private static final int KEYS = 12;
    private static final int SMALL = 20_000;
    private static final int MIDDLE = 600_000;
    private static final int LARGE = 3_000_000;
    private static final int PART = 5 << 20;

    private final Dialect dialect;
    private final SplittableRandom random;
    private final List<String> names = new ArrayList<>();
    private final List<KeyState> states = new ArrayList<>();
    private final LongAdder acknowledged;

    Worker(String name, Dialect dialect, SplittableRandom random, LongAdder acknowledged) {
        this.dialect = dialect;
        this.random = random;
        this.acknowledged = acknowledged;
        for (int i = 0; i < KEYS; i++) {
            names.add(name + "-" + i);
            states.add(new KeyState());
        }
    }

    /// Works until the server is gone or the thread is interrupted.
    void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) operate();
        } catch (NoAnswer gone) {
            // The server was killed; what was under way stays pending until it is looked at.
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private void operate() throws InterruptedException {
        var key = random.nextInt(KEYS);
        var state = states.get(key);
        var name = names.get(key);
        var choice = random.nextInt(100);
        if (choice < 15) {
            state.begin(Optional.empty());
            finish(state, dialect.delete(name));
        } else if (choice < 25) {
            var source = random.nextInt(KEYS);
            var from = states.get(source).allowed();
            if (source == key || from.size() > 1 || from.getFirst().isEmpty()) return;
            state.begin(from.getFirst());
            finish(state, dialect.copy(names.get(source), name));
        } else if (choice < 27) {
            var whole = new Body(random.nextLong(), PART + 1 + random.nextInt(SMALL));
            var bytes = whole.make();
            state.begin(Optional.of(whole));
            finish(
                    state,
                    dialect.putInParts(
                            name,
                            java.util.Arrays.copyOf(bytes, PART),
                            java.util.Arrays.copyOfRange(bytes, PART, bytes.length),
                            Terms.NONE));
        } else {
            var body = new Body(random.nextLong(), size());
            state.begin(Optional.of(body));
            finish(state, dialect.put(name, body.make(), Terms.NONE));
        }
    }

    private void finish(KeyState state, Done done) {
        if (done == Done.DONE) {
            state.succeeded();
            acknowledged.increment();
        } else {
            state.refused();
        }
    }

    private int size() {
        var choice = random.nextInt(100);
        if (choice < 5) return 0;
        if (choice < 75) return random.nextInt(SMALL);
        return choice < 97 ? random.nextInt(MIDDLE) : random.nextInt(LARGE);
    }

    /// Looks at every key and says what should not be.
    List<String> verify() throws InterruptedException {
        var faults = new ArrayList<String>();
        for (int i = 0; i < KEYS; i++) {
            var state = states.get(i);
            Optional<byte[]> found;
            try {
                found = dialect.get(names.get(i)).map(Seen::body);
            } catch (NoAnswer failed) {
                faults.add(names.get(i) + ": " + failed.getMessage() + ", allowed " + state.allowed());
                continue;
            }
            var match = state.allowed().stream()
                    .filter(allowed -> matches(allowed, found))
                    .findFirst();
            if (match.isEmpty())
                faults.add(names.get(i) + ": found " + describe(found) + ", allowed " + state.allowed());
            match.ifPresent(state::settled);
        }
        return faults;
    }

    /// After [#verify()]: the keys that have an object, with their lengths.
    List<Present> present() {
        var present = new ArrayList<Present>();
        for (int i = 0; i < KEYS; i++) {
            var name = names.get(i);
            states.get(i).allowed().getFirst().ifPresent(body -> present.add(new Present(name, body.bytes())));
        }
        return present;
    }

    private static boolean matches(Optional<Body> allowed, Optional<byte[]> found) {
        if (allowed.isEmpty() || found.isEmpty()) return allowed.isEmpty() && found.isEmpty();
        return allowed.get().is(found.get());
    }

    private static String describe(Optional<byte[]> found) {
        return found.map(bytes -> bytes.length + " bytes").orElse("nothing");
    }

    /// An object that must be listed.
    record Present(String name, long bytes) {}
}
