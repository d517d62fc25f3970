package torc.tools.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import torc.tools.devcluster.Shell;

/// Packets between nodes are dropped, by nftables where they arrive. Clients still reach every node.
///
/// @param shape who does not hear whom any more
record Cut(String name, Shape shape) implements Fault {
    /// Cuts may overlap; each has a table of its own.
    private static final AtomicInteger TABLES = new AtomicInteger();

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
    public Optional<String> missing(Target target) {
        if (target.nodes().size() < 3) return Optional.of("needs three nodes");
        if (!target.network().isCuttable()) return Optional.of("needs a network namespace for each node");
        if (!Shell.has("nft")) return Optional.of("needs nft (nftables)");
        return Optional.empty();
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
            deafen(target, table, node, deaf.get(node));
            done.add(node);
        }
        return new Injection(shape.name().toLowerCase(java.util.Locale.ROOT) + " cut at " + Target.names(taken), () -> {
            for (var node : done) nft(target, node, "delete", "table", "inet", table);
            target.release(taken);
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
        nft(target, node, "add", "table", "inet", table);
        nft(target, node, "add chain inet " + table + " in { type filter hook input priority 0 ; }");
        var addresses = new ArrayList<String>();
        for (var speaker : speakers) addresses.add(target.network().address(speaker));
        nft(
                target,
                node,
                "add rule inet " + table + " in ip saddr { " + String.join(", ", addresses) + " } "
                        + (shape == Shape.LOSS ? "numgen random mod 100 < 10 drop" : "drop"));
    }

    private static void nft(Target target, int node, String... rule) throws InterruptedException {
        var command = new ArrayList<>(target.network().inside(node));
        command.add("nft");
        command.addAll(List.of(rule));
        Shell.must(command);
    }
}
