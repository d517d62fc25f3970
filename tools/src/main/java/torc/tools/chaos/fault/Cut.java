package torc.tools.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import torc.tools.devcluster.Shell;

/// Packets between nodes are dropped, by nftables where they arrive. Clients still reach every node.
///
/// @param shape who does not hear whom any more
record Cut(String name, Shape shape) implements Fault {
    /// Cuts may overlap; each has a table of its own.
    private static final AtomicInteger TABLES = new AtomicInteger();

    private static final int TRIES = 5;
    private static final long TRY_AGAIN_MILLIS = 100;

    enum Shape {
        /// One node and the others.
        ONE,
        /// The lesser half and the greater.
        HALVES,
        /// One node hears nobody, but is heard.
        ONE_WAY,
        /// Two nodes don't hear each other; all others hear both.
        BRIDGE,
        /// All hear all, but for one packet in ten.
        LOSS
    }

    @Override
    public Optional<String> missing(Target target) throws InterruptedException {
        if (target.nodes().size() < 3) return Optional.of("needs three nodes");
        if (!target.network().isCuttable()) return Optional.of("needs a network namespace for each node");
        if (!Shell.has("nft")) return Optional.of("needs nft (nftables)");
        return Target.refusal(target.nodes().getFirst(), "nft", "list", "tables");
    }

    @Override
    public Injection inject(Target target, SplittableRandom random) throws InterruptedException {
        var count = target.nodes().size();
        var side = switch (shape) {
            case ONE, ONE_WAY -> 1;
            case HALVES -> (count - 1) / 2;
            case BRIDGE -> 2;
            case LOSS -> count;
        };
        var taken = target.take(side, random);
        var deaf = new ArrayList<List<Integer>>();
        for (int node = 0; node < count; node++) deaf.add(new ArrayList<>());
        for (int hearer = 0; hearer < count; hearer++) {
            for (int speaker = 0; speaker < count; speaker++)
                if (hearer != speaker && isCut(target, taken, hearer, speaker))
                    deaf.get(hearer).add(speaker);
        }
        var table = "torc_chaos_" + TABLES.incrementAndGet();
        var done = new ArrayList<Integer>();
        for (int node = 0; node < count; node++) {
            if (deaf.get(node).isEmpty()) continue;
            done.add(node);
            try {
                deafen(target, table, node, deaf.get(node));
            } catch (IllegalStateException failed) {
                for (var each : done) lift(target, each, table);
                throw failed;
            }
        }
        return new Injection(shape.name().toLowerCase(java.util.Locale.ROOT) + " cut at " + Target.names(taken), () -> {
            for (var node : done) lift(target, node, table);
        });
    }

    private boolean isCut(Target target, List<torc.tools.devcluster.NodeProcess> taken, int hearer, int speaker) {
        var hears = taken.contains(target.nodes().get(hearer));
        var speaks = taken.contains(target.nodes().get(speaker));
        return switch (shape) {
            case ONE, HALVES -> hears != speaks;
            case ONE_WAY -> hears;
            case BRIDGE -> hears && speaks;
            case LOSS -> true;
        };
    }

    private void deafen(Target target, String table, int node, List<Integer> speakers) throws InterruptedException {
        var addresses = new ArrayList<String>();
        for (var speaker : speakers) addresses.add(target.network().address(speaker));
        // One batch: the kernel takes all of it or nothing.
        must(
                target,
                node,
                "add table inet " + table + "; add chain inet " + table
                        + " in { type filter hook input priority 0 ; }; add rule inet " + table + " in ip saddr { "
                        + String.join(", ", addresses) + " } "
                        + (shape == Shape.LOSS ? "numgen random mod 100 < 10 drop" : "drop"));
    }

    /// A table that is gone already is as good.
    private static void lift(Target target, int node, String table) throws InterruptedException {
        if (nft(target, node, "list tables").output().contains(table)) must(target, node, "delete table inet " + table);
    }

    /// The kernel refuses a batch that meets another's (EINTR, EBUSY); it is sent again.
    private static void must(Target target, int node, String batch) throws InterruptedException {
        var ran = nft(target, node, batch);
        for (int i = 1; ran.exit() != 0 && i < TRIES; i++) {
            TimeUnit.MILLISECONDS.sleep(TRY_AGAIN_MILLIS);
            ran = nft(target, node, batch);
        }
        if (ran.exit() != 0) throw new IllegalStateException("nft " + batch + ": " + ran.output());
    }

    private static Shell.Ran nft(Target target, int node, String batch) throws InterruptedException {
        var command = new ArrayList<>(target.network().inside(node));
        command.addAll(List.of("nft", batch));
        return Shell.run(command);
    }
}
