package torc.tools.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import torc.tools.chaos.history.Linearizability;

/// What must hold when all clients have ended and the cluster is whole: every key is looked at through every
/// node, all
/// listings and counters agree, and the history of each key, these looks included, is linearizable. An
/// acknowledged
/// write that is lost is a key without an order.
final class FinalCheck {
    private final Sender.Run run;
    private final Set<Integer> silent = new HashSet<>();
    private final List<? extends Dialect> swift;
    private final List<? extends Dialect> s3;

    /// @param swift of each node
    /// @param s3 of each node
    FinalCheck(Sender.Run run, List<? extends Dialect> swift, List<? extends Dialect> s3) {
        this.run = run;
        this.swift = swift;
        this.s3 = s3;
    }

    /// Reads everything; what is wrong goes to the findings and into the history.
    void look(Counters counters) throws InterruptedException {
        var looks = new Looks(run.keys(), run.findings());
        for (var group : run.keys().groupNames()) {
            var turn = 0;
            for (var dialects : List.of(swift, s3)) {
                for (int node = 0; node < dialects.size(); node++) must(looks.list(group), dialects, node);
            }
            for (var key : run.keys().names(group)) {
                // Names of one client's own are mostly gone; the listing has said so.
                if (group.startsWith("own")) continue;
                must(looks.get(key), turn % 2 == 0 ? swift : s3, turn % swift.size());
                must(looks.get(key), turn % 2 == 0 ? s3 : swift, (turn + 1) % swift.size());
                turn++;
            }
        }
        compare(counters);
    }

    /// A node that does not answer is told of once, and not asked again.
    private void must(Call call, List<? extends Dialect> dialects, int node) throws InterruptedException {
        if (silent.contains(node)) return;
        if (Sender.staying(-1, dialects, node, run).send(call)) return;
        silent.add(node);
        run.findings().add(call.key() + ": node " + (node + 1) + " does not tell, though all is healed");
    }

    /// Objects and bytes of the container as its node counts them.
    @FunctionalInterface
    interface Counters {
        long[] of(int node) throws InterruptedException;
    }

    private void compare(Counters counters) throws InterruptedException {
        var teller = 0;
        while (silent.contains(teller)) teller++;
        if (teller == swift.size()) return;
        var all = new TreeMap<String, Long>();
        for (var group : run.keys().groupNames())
            for (var entry : swift.get(teller).list(group)) all.put(entry.name(), entry.bytes());
        var bytes = all.values().stream().mapToLong(Long::longValue).sum();
        for (int node = 0; node < swift.size(); node++) {
            if (silent.contains(node)) continue;
            var told = counters.of(node);
            if (told[0] != all.size() || told[1] != bytes)
                run.findings()
                        .add("node " + (node + 1) + ": the counters say " + told[0] + " objects and " + told[1]
                                + " bytes, the listing has " + all.size() + " and " + bytes);
        }
    }

    /// Judges the whole history.
    ///
    /// @param origin of the times that are shown
    List<String> judge(long origin) {
        return new Linearizability()
                .check(run.history()).stream().map(wrong -> wrong.text(origin)).toList();
    }
}
