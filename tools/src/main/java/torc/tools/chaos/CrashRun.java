package torc.tools.chaos;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import torc.tools.devcluster.NodeProcess;

/// The clients of one crash test, what they know, and the checks on all of it together.
final class CrashRun {
    private static final String CONTAINER = "crash";
    private static final Duration HTTP_PATIENCE = Duration.ofSeconds(30);
    private static final int LEAST_LOAD_MILLIS = 300;
    private static final int MOST_LOAD_MILLIS = 3_000;
    private static final int STOP_PATIENCE_MILLIS = 60_000;

    private final NodeProcess server;
    private final int workerCount;
    private final SplittableRandom random;
    private final Http http = new Http(HTTP_PATIENCE, HTTP_PATIENCE);
    private final LongAdder acknowledged = new LongAdder();
    private final List<Worker> workers = new ArrayList<>();
    private @org.jspecify.annotations.Nullable SwiftClient swift;
    private long slowestStartMillis;

    CrashRun(NodeProcess server, int workerCount, SplittableRandom random) {
        this.server = server;
        this.workerCount = workerCount;
        this.random = random;
    }

    /// Starts the server for the first time, logs in and makes the container.
    void begin() throws InterruptedException {
        server.start();
        var login = Login.with(server.environment(), http, CONTAINER, InstantSource.system());
        var swiftClient = login.swift(server.place().api());
        swiftClient.createContainer();
        var s3 = login.s3(server.place().s3());
        for (int i = 0; i < workerCount; i++) {
            workers.add(new Worker("w" + i, i % 2 == 0 ? swiftClient : s3, random.split(), acknowledged));
        }
        swift = swiftClient;
    }

    /// Loads for a random time and kills in the midst of it.
    ///
    /// @return how many operations were acknowledged
    long loadAndKill() throws InterruptedException {
        var before = acknowledged.sum();
        var threads = startAll();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LEAST_LOAD_MILLIS, MOST_LOAD_MILLIS));
        server.kill();
        stopAll(threads);
        return acknowledged.sum() - before;
    }

    /// Loads for a while and lets the clients finish what they do.
    void load() throws InterruptedException {
        var threads = startAll();
        TimeUnit.MILLISECONDS.sleep(MOST_LOAD_MILLIS);
        stopAll(threads);
    }

    /// Everything that is not as it must be.
    List<String> verify() throws InterruptedException {
        var faults = new ArrayList<String>();
        for (var worker : workers) faults.addAll(worker.verify());
        var expected = workers.stream()
                .flatMap(worker -> worker.present().stream())
                .sorted(Comparator.comparing(Worker.Present::name))
                .toList();
        var client = java.util.Objects.requireNonNull(swift);
        var listed = client.list("").stream().map(Listed::name).toList();
        if (!listed.equals(expected.stream().map(Worker.Present::name).toList()))
            faults.add("the listing has " + listed.size() + " names, " + expected.size() + " are right");
        var counters = client.counters();
        var bytes = expected.stream().mapToLong(Worker.Present::bytes).sum();
        if (counters[0] != expected.size() || counters[1] != bytes)
            faults.add("the counters say " + counters[0] + " objects and " + counters[1] + " bytes, a recount "
                    + expected.size() + " and " + bytes);
        return faults;
    }

    SplittableRandom random() {
        return random;
    }

    long acknowledgedInAll() {
        return acknowledged.sum();
    }

    void started(long millis) {
        slowestStartMillis = Math.max(slowestStartMillis, millis);
    }

    long slowestStartMillis() {
        return slowestStartMillis;
    }

    private List<Thread> startAll() {
        return workers.stream()
                .map(worker -> Thread.ofVirtual().start(worker::work))
                .toList();
    }

    private static void stopAll(List<Thread> threads) throws InterruptedException {
        threads.forEach(Thread::interrupt);
        for (var thread : threads) {
            thread.join(STOP_PATIENCE_MILLIS);
            if (thread.isAlive()) throw new IllegalStateException("a client hangs");
        }
    }
}
