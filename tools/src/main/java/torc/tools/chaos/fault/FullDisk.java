package torc.tools.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import torc.tools.devcluster.Shell;

/// A file takes all the room on a node's disk, and goes again.
record FullDisk(String name) implements Fault {
    @Override
    public Optional<String> missing(Target target) {
        return target.disks().isPresent()
                ? Optional.empty()
                : Disks.missing().or(() -> Optional.of("no file system for each node"));
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var taken = target.take(1, random);
        var mount = target.disks().orElseThrow().mount(target.number(taken.getFirst()));
        var filler = mount.resolve("filler");
        try {
            fill(mount, filler);
        } catch (RuntimeException failed) {
            delete(filler); // Or the disk would stay full when all is said to be healed.
            throw failed;
        }
        return new Injection("disk of " + Target.names(taken) + " is full", () -> delete(filler));
    }

    private static void fill(Path mount, Path filler) throws InterruptedException {
        try {
            var free = Files.getFileStore(mount).getUsableSpace();
            // The node writes meanwhile, so this may already end with "no space left".
            Shell.run(List.of("fallocate", "-l", Long.toString(Math.max(1, free - (1 << 20))), filler.toString()));
            // The rest: it ends with "no space left", as it should.
            Shell.run(List.of("sh", "-c", "cat /dev/zero >> \"$0\"", filler.toString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path filler) {
        try {
            Files.deleteIfExists(filler);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
