package torc.tools.chaos.fault;

import java.util.Optional;
import java.util.SplittableRandom;

/// `kill -9`, of so many nodes at once; they are started again.
///
/// @param count 0 for all
record Kill(String name, int count) implements Fault {
    @Override
    public Optional<String> missing(Target target) {
        return count > 1 && target.nodes().size() < 3 ? Optional.of("needs three nodes") : Optional.empty();
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(count == 0 ? target.nodes().size() : count, random);
        for (var node : taken) node.kill();
        return new Injection("kill -9 of " + Target.names(taken), () -> Target.launchAll(taken));
    }
}
