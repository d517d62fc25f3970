package torc.tools.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/// A node writes 1 MiB a second at most, by the throttle of the block I/O control group (version 1).
record SlowDisk(String name) implements Fault {
    private static final Path ROOT = Path.of("/sys/fs/cgroup/blkio");

    @Override
    public Optional<String> missing(Target target) {
        if (target.disks().isEmpty()) return Disks.missing().or(() -> Optional.of("--no-disks"));
        return Files.isWritable(ROOT.resolve("blkio.throttle.write_bps_device"))
                ? Optional.empty()
                : Optional.of("needs the blkio control group of version 1 at " + ROOT);
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(1, random);
        var node = taken.getFirst();
        var group = ROOT.resolve("torc-chaos-" + node.pid());
        try {
            Files.createDirectories(group);
            var device = target.disks().orElseThrow().device(target.number(node));
            Files.writeString(group.resolve("blkio.throttle.write_bps_device"), device + " " + (1 << 20));
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(node.pid()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Injection("disk of " + node.place().name() + " writes 1 MiB/s", () -> {
            free(group, node.isRunning() ? node.pid() : 0);
            target.release(taken);
        });
    }

    private static void free(Path group, long pid) {
        try {
            if (pid != 0) Files.writeString(ROOT.resolve("cgroup.procs"), Long.toString(pid));
            Files.deleteIfExists(group);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
