package torc.tools.chaos.fault;

import java.util.Optional;
import java.util.SplittableRandom;

/// SIGSTOP: a node stands still and its peers don't know why; SIGCONT: it goes on, and believes that no time has
/// passed.
record Pause(String name) implements Fault {
    @Override
    public Optional<String> missing(Target target) {
        return Optional.empty();
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(1, random);
        var node = taken.getFirst();
        node.pause();
        return new Injection("pause of " + node.place().name(), node::resume);
    }
}
