package torc.tools.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import torc.tools.chaos.BitFlips;
import torc.tools.devcluster.NodeProcess;
import torc.tools.devcluster.Shell;

/// What is stored is destroyed while the node is down: only on the part of the cluster that may break.
record Broken(String name, Way way) implements Fault {
    enum Way {
        /// The devices are empty folders when the node comes back.
        LOST_DEVICE,
        /// Bits are flipped in files of every kind.
        BIT_FLIPS,
        /// The node comes back with what it had some time ago.
        OLD_DATA
    }

    @Override
    public Optional<String> missing(Target target) {
        return Optional.empty();
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var node = target.takeBreakable();
        return switch (way) {
            case LOST_DEVICE -> lose(target, node);
            case BIT_FLIPS -> flip(target, node, random);
            case OLD_DATA -> age(target, node);
        };
    }

    private static Injection lose(Target target, NodeProcess node) throws InterruptedException {
        node.kill();
        var lost = target.breakable().stream()
                .filter(each -> each.toString().contains("devices"))
                .toList();
        for (var each : lost) Shell.must("rm", "-rf", each.toString());
        return new Injection(node.place().name() + " has lost " + lost, () -> {
            for (var each : lost) make(each);
            Target.launchAll(List.of(node));
        });
    }

    private static Injection flip(Target target, NodeProcess node, SplittableRandom random)
            throws InterruptedException {
        node.kill();
        var flips = new BitFlips(random.split());
        var done = target.breakable().stream()
                .filter(Files::exists)
                .flatMap(each -> flips.flipEachKind(each).stream())
                .toList();
        return new Injection(
                "bits of " + node.place().name() + " flipped: " + done, () -> Target.launchAll(List.of(node)));
    }

    private static Injection age(Target target, NodeProcess node) throws InterruptedException {
        var old = target.scratch().resolve("old");
        node.kill();
        Shell.must("rm", "-rf", old.toString());
        make(old);
        for (int i = 0; i < target.breakable().size(); i++) {
            var from = target.breakable().get(i);
            if (Files.exists(from))
                Shell.must(
                        "cp",
                        "-a",
                        "--sparse=always",
                        from.toString(),
                        old.resolve("" + i).toString());
        }
        Target.launchAll(List.of(node));
        node.awaitServing();
        return new Injection(node.place().name() + " will go back to what it has now", () -> {
            node.kill();
            for (int i = 0; i < target.breakable().size(); i++) {
                var to = target.breakable().get(i);
                Shell.must("rm", "-rf", to.toString());
                if (Files.exists(old.resolve("" + i)))
                    Shell.must(
                            "cp", "-a", "--sparse=always", old.resolve("" + i).toString(), to.toString());
            }
            Shell.must("rm", "-rf", old.toString());
            Target.launchAll(List.of(node));
        });
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
