package torc.tools.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import torc.tools.chaos.history.Mark;
import torc.tools.chaos.history.Step;

/// A client that does what comes to its mind under names that others use too, in one dialect, and holds every
/// answer
/// against what may be true. One thread at a time.
final class ChaosClient {
    private static final int PART = 5 << 20;
    private static final int LARGE = 8 << 20;
    private static final int RANGE = 64 << 10;
    private static final String OWN = "own-";

    private final int number;
    private final Sender sender;
    private final Looks looks;
    private final Keys keys;
    private final SplittableRandom random;
    private int moves;

    ChaosClient(int number, List<? extends Dialect> nodes, Sender.Run run, SplittableRandom random) {
        this.number = number;
        this.sender = new Sender(number, nodes, number % nodes.size(), run);
        this.looks = new Looks(run.keys(), run.findings());
        this.keys = run.keys();
        this.random = random;
    }

    /// One thing, which may take a few requests.
    void step() throws InterruptedException {
        // Some names are asked for more than others, as in life.
        var key = keys.name(random.nextDouble() * random.nextDouble());
        var choice = random.nextInt(1_000);
        if (choice < 360) put(key);
        else if (choice < 560) sender.send(looks.get(key));
        else if (choice < 620) sender.send(looks.range(key, random.nextInt(RANGE), 1 + random.nextInt(RANGE)));
        else if (choice < 720) sender.send(looks.head(key));
        else if (choice < 810) delete(key);
        else if (choice < 870) create(key);
        else if (choice < 905) replace(key);
        else if (choice < 940) move(key);
        else if (choice < 945) putInParts(key);
        else sender.send(looks.list(Keys.group(random.nextInt(Keys.GROUPS))));
    }

    private int size() {
        var choice = random.nextInt(100);
        if (choice < 45) return 16 + random.nextInt(2_000);
        if (choice < 75) return 4_096;
        return choice < 97 ? 65_536 + random.nextInt(200_000) : 65_536 + random.nextInt(983_040);
    }

    private void put(String key) throws InterruptedException {
        var mark = keys.newMark(size());
        var body = new Body(mark).make();
        sender.send(change(key, new Step.Put(mark), node -> node.put(key, body, Terms.of(mark))));
    }

    private void putInParts(String key) throws InterruptedException {
        var mark = keys.newMark(PART + 1 + random.nextInt(LARGE - PART));
        var body = new Body(mark).make();
        var first = Arrays.copyOf(body, PART);
        var second = Arrays.copyOfRange(body, PART, body.length);
        sender.send(change(key, new Step.Put(mark), node -> node.putInParts(key, first, second, Terms.of(mark))));
    }

    private void create(String key) throws InterruptedException {
        var mark = keys.newMark(size());
        var body = new Body(mark).make();
        var terms = new Terms(mark, true, Optional.empty());
        sender.send(change(key, new Step.Create(mark), node -> node.put(key, body, terms)));
    }

    /// Looks, and replaces what it saw unless somebody else did meanwhile. Only S3 has that.
    private void replace(String key) throws InterruptedException {
        if (!sender.dialect().equals("s3")) {
            put(key);
            return;
        }
        var seen = new Seen[1];
        sender.send(looks.head(key, found -> seen[0] = found));
        if (seen[0] == null || seen[0].mark() <= 0 || Mark.bytes(seen[0].mark()) < Long.BYTES) return;
        var mark = keys.newMark(size());
        var body = new Body(mark).make();
        var terms = new Terms(mark, false, Optional.of(seen[0].etag()));
        sender.send(change(key, new Step.Replace(seen[0].mark(), mark), node -> node.put(key, body, terms)));
    }

    private void delete(String key) throws InterruptedException {
        // S3 does not tell whether anything was there, Swift does.
        var step = sender.dialect().equals("s3") ? new Step.Remove() : new Step.RemoveFound();
        sender.send(change(key, step, node -> node.delete(key)));
    }

    /// Stores under a name of its own, copies that, and deletes the first: the copy must not care.
    private void move(String key) throws InterruptedException {
        var source = keys.own(OWN, OWN + number + "." + moves++);
        var mark = keys.newMark(size());
        var body = new Body(mark).make();
        if (!sender.send(change(source, new Step.Put(mark), node -> node.put(source, body, Terms.of(mark))))) return;
        sender.send(new Call(key, Optional.of(new Step.Put(mark)), node -> switch (node.copy(source, key)) {
            case DONE -> List.of(new Call.Told(source, new Step.Saw(mark)), new Call.Told(key, new Step.Put(mark)));
            case MISSING -> List.of(new Call.Told(source, new Step.Saw(Mark.ABSENT)));
            case CONDITION, REFUSED -> List.of();
        }));
        delete(source);
    }

    private static Call change(String key, Step step, Change change) {
        return new Call(key, Optional.of(step), node -> switch (change.send(node)) {
            case DONE -> List.of(new Call.Told(key, step));
            case MISSING -> List.of(new Call.Told(key, new Step.Saw(Mark.ABSENT)));
            case CONDITION -> List.of(new Call.Told(key, new Step.SawOther(expected(step))));
            case REFUSED -> List.of();
        });
    }

    private static long expected(Step step) {
        return step instanceof Step.Replace replace ? replace.expected() : Mark.ABSENT;
    }

    @FunctionalInterface
    private interface Change {
        Done send(Dialect node) throws InterruptedException;
    }
}
