package torc.tools.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import torc.tools.devcluster.Shell;

/// What a node sends, to its clients too, passes through a bucket of tokens: 8 Mbit/s, with up to 300 ms in the
/// queue.
record SlowNetwork(String name) implements Fault {
    @Override
    public Optional<String> missing(Target target) throws InterruptedException {
        if (!target.network().isCuttable()) return Optional.of("needs a network namespace for each node");
        if (!Shell.has("tc")) return Optional.of("needs tc (iproute2)");
        return Target.refusal(target.nodes().getFirst(), "tc", "qdisc", "show", "dev", "eth0");
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(1, random);
        var node = taken.getFirst();
        tc(node.place().inside(), "add", "tbf", "rate", "8mbit", "burst", "16kb", "latency", "300ms");
        return new Injection(
                "8 Mbit/s from " + node.place().name(), () -> tc(node.place().inside(), "delete"));
    }

    private static void tc(List<String> inside, String verb, String... queue) throws InterruptedException {
        var command = new ArrayList<>(inside);
        command.addAll(List.of("tc", "qdisc", verb, "dev", "eth0", "root"));
        command.addAll(List.of(queue));
        Shell.must(command);
    }
}
