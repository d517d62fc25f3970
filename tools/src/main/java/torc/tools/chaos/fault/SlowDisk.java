package torc.tools.chaos.fault;

import java.util.Optional;
import java.util.SplittableRandom;

/// A node writes 1 MiB a second at most.
record SlowDisk(String name) implements Fault {
    private static final long BYTES_PER_SECOND = 1 << 20;

    @Override
    public Optional<String> missing(Target target) {
        if (target.disks().isEmpty()) return Disks.missing().or(() -> Optional.of("no file system for each node"));
        return Disks.missingThrottle();
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(1, random);
        var node = taken.getFirst();
        var number = target.number(node);
        var disks = target.disks().orElseThrow();
        disks.throttle(number, node.pid(), BYTES_PER_SECOND);
        return new Injection("disk of " + node.place().name() + " writes 1 MiB/s", () -> disks.free(number));
    }
}
