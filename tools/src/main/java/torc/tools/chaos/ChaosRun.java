package torc.tools.chaos;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.chaos.fault.Fault;
import torc.tools.chaos.fault.Faults;
import torc.tools.chaos.fault.Target;
import torc.tools.chaos.history.History;
import torc.tools.devcluster.NodeProcess;

/// One run of `torc chaos`, from the making of the cluster to the verdict.
final class ChaosRun {
    private static final String CONTAINER = "chaos";
    private static final int MOST_OPERATIONS = 500_000;
    private static final int SHOWN = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);
    private static final Duration SETTLE_PATIENCE = Duration.ofMinutes(2);

    /// Under this the faults met nobody, and a run shows nothing (docs/chaos.md, "Void").
    private static final int LEAST_PER_SECOND = 10;

    /// What is asked for.
    ///
    /// @param torc what starts the program
    record Plan(List<String> torc, Path folder, int nodes, int seconds, long seed, int clients, int rate, int names) {}

    private final Plan plan;
    private final List<Fault> faults;
    private final PrintWriter out;
    private final long origin = System.nanoTime();
    private final Findings findings;
    private String verdict = "verdict: VIOLATION the run did not end";

    ChaosRun(Plan plan, List<Fault> faults, PrintWriter out) {
        this.plan = plan;
        this.faults = faults;
        this.out = out;
        this.findings = new Findings(finding -> say("FOUND " + finding));
    }

    String verdict() {
        return verdict;
    }

    /// @return whether every promise was kept
    boolean run() throws InterruptedException {
        out.println("seed " + plan.seed() + ", " + plan.nodes() + " nodes, " + plan.seconds() + " s, " + plan.clients()
                + " clients, folder " + plan.folder());
        out.flush();
        var random = new SplittableRandom(plan.seed());
        try (var ground = Playground.make(plan, faults.stream().anyMatch(Faults::needsDisks), out)) {
            ground.found(out);
            var target = ground.target(random.split());
            return hurt(ground, usable(target), target, random);
        }
    }

    private List<Fault> usable(Target target) throws InterruptedException {
        var usable = new ArrayList<Fault>();
        for (var fault : faults) {
            var missing = fault.missing(target);
            if (missing.isEmpty()) usable.add(fault);
            else out.println("skipped: " + fault.name() + ": " + missing.get());
        }
        return usable;
    }

    private boolean hurt(Playground ground, List<Fault> usable, Target target, SplittableRandom random)
            throws InterruptedException {
        var nodes = ground.nodes();
        var login = Login.with(
                nodes.getFirst().environment(),
                new Http(PATIENCE, CONNECT_PATIENCE),
                CONTAINER,
                InstantSource.system());
        var swift = nodes.stream().map(node -> login.swift(node.place().api())).toList();
        var s3 = nodes.stream().map(node -> login.s3(node.place().s3())).toList();
        swift.getFirst().createContainer();
        var log = new ServiceLog(ServiceLog.CALM, System.nanoTime());
        var run = new Sender.Run(
                new Keys(plan.names()), new History(MOST_OPERATIONS), log, findings, System::nanoTime, RETRY_PAUSE);
        var clients = new ArrayList<ChaosClient>();
        for (int i = 0; i < plan.clients(); i++)
            clients.add(new ChaosClient(i, i % 2 == 0 ? swift : s3, run, random.split()));

        var load = new Load(clients, plan.rate(), run);
        var schedule = new Schedule(usable, Schedule.Rhythm.USUAL, target, random.split(), log, findings, out, origin);
        load.begin();
        schedule.run(Duration.ofSeconds(plan.seconds()));
        log.end(System.nanoTime());
        load.end();
        say("clients have ended, " + run.history().size() + " operations");

        log.enter("after", System.nanoTime());
        judge(nodes, swift, s3, run);
        report(log);
        return conclude(log, schedule.injected(), usable, run);
    }

    private void judge(List<NodeProcess> nodes, List<SwiftClient> swift, List<S3Client> s3, Sender.Run run)
            throws InterruptedException {
        var check = new FinalCheck(run, swift, s3);
        try {
            check.look(node -> swift.get(node).counters());
            var uploads = s3.getFirst().abortUploads();
            if (s3.getLast().abortUploads() > 0) findings.add("uploads are still there after they were ended");
            say("looked at every key through every node; ended " + uploads + " uploads that were cut off");
        } catch (NoAnswer none) {
            findings.add("the healed cluster does not answer: " + none.getMessage());
        }
        var began = System.nanoTime();
        new Settling(nodes, SETTLE_PATIENCE).await().ifPresent(findings::add);
        say("whole after " + (System.nanoTime() - began) / 1_000_000 + " ms");
        began = System.nanoTime();
        for (var wrong : check.judge(origin)) findings.add(wrong);
        say("judged " + run.history().size() + " operations in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        if (plan.nodes() == 1) fsck(nodes.getFirst());
        run.history().write(plan.folder().resolve("history"), origin);
    }

    /// Stops the node and has its data directory checked in both directions.
    private void fsck(NodeProcess node) throws InterruptedException {
        node.stop();
        var ran =
                node.run(List.of("fsck", "--json", "--data", node.place().data().toString()));
        var found = new JsonMapper().readTree(ran.output());
        say("fsck: " + found.path("blobs").asLong() + " blobs, "
                + found.path("leftovers").asLong() + " leftovers");
        if (!found.path("clean").asBoolean())
            findings.add("fsck: " + found.path("findings").toPrettyString());
    }

    private void report(ServiceLog log) {
        out.printf("%-14s %9s %7s %10s %9s %9s%n", "phase", "requests", "errors", "gap ms", "p50 ms", "p99 ms");
        for (var each : log.figures())
            out.printf(
                    "%-14s %9d %7d %10d %9.1f %9.1f%n",
                    each.phase(), each.requests(), each.errors(), each.gapMillis(), each.p50Millis(), each.p99Millis());
        if (!log.causes().isEmpty()) out.println("errors: " + log.causes());
    }

    private boolean conclude(ServiceLog log, int injected, List<Fault> usable, Sender.Run run) {
        var perSecond = log.requests() / plan.seconds();
        if (perSecond < LEAST_PER_SECOND) findings.add("void: only " + perSecond + " requests a second were answered");
        if (run.history().isFull()) findings.add("void: the history was full before the end");
        if (injected == 0 && !usable.isEmpty()) findings.add("void: no fault was made");
        var all = findings.all();
        all.stream().limit(SHOWN).forEach(each -> out.println("VIOLATION " + each));
        verdict = String.format(
                "verdict: %s seed=%d ops=%d faults=%d errors=%d longest-gap=%dms(%s)%s",
                all.isEmpty() ? "OK" : "VIOLATION",
                plan.seed(),
                run.history().size(),
                injected,
                log.errors(),
                log.longestGapMillis(),
                log.longestGapIn(),
                all.isEmpty() ? "" : " violations=" + all.size());
        return all.isEmpty();
    }

    private void say(String what) {
        out.printf("%8.1f s  %s%n", (System.nanoTime() - origin) / 1e9, what);
        out.flush();
    }
}
