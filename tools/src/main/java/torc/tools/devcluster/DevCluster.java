package torc.tools.devcluster;

import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;

/// Makes a cluster of nodes with the commands that its user would type: `torc init`, `torc up`, `torc token
/// create`,
/// `torc join`, `torc up`, `torc ring add`, `torc ring apply`. A single node is no cluster, but a Torc of its
/// own.
public final class DevCluster {
    private final List<NodeProcess> nodes;
    private final Start start;
    private final Consumer<String> teller;

    /// Brings a node up and returns when it serves.
    @FunctionalInterface
    public interface Start {
        void up(NodeProcess node) throws InterruptedException;
    }

    /// @param teller is told of each node that is up
    public DevCluster(List<NodeProcess> nodes, Start start, Consumer<String> teller) {
        this.nodes = List.copyOf(nodes);
        this.start = start;
        this.teller = teller;
    }

    /// Makes what is not there yet, and starts all.
    public void found() throws InterruptedException {
        var first = nodes.getFirst();
        if (nodes.size() > 1 && isNew(first))
            must(
                    first,
                    "init",
                    "--name",
                    first.place().name(),
                    "--address",
                    first.place().address());
        up(first);
        if (nodes.stream().skip(1).noneMatch(DevCluster::isNew)) {
            for (var node : nodes.subList(1, nodes.size())) up(node);
            return;
        }
        var token = must(first, "token", "create", "--uses", Integer.toString(nodes.size() - 1))
                .lines()
                .reduce("", (_, line) -> line)
                .strip();
        for (var node : nodes.subList(1, nodes.size())) {
            if (isNew(node))
                must(
                        node,
                        "join",
                        "--token",
                        token,
                        "--name",
                        node.place().name(),
                        "--address",
                        node.place().address());
            up(node);
        }
        if (nodes.size() > 1) {
            must(first, "ring", "add");
            must(first, "ring", "apply", "--latest");
        }
    }

    private void up(NodeProcess node) throws InterruptedException {
        start.up(node);
        teller.accept(node.place().name() + " is up: " + node.place().api() + ", S3 "
                + node.place().s3());
    }

    private static boolean isNew(NodeProcess node) {
        return !Files.exists(node.place().data().resolve("VERSION"));
    }

    private static String must(NodeProcess node, String... arguments) throws InterruptedException {
        var all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", node.place().data().toString()));
        var ran = node.run(all);
        if (ran.exit() != 0)
            throw new IllegalStateException("torc " + arguments[0] + " ended with " + ran.exit() + ": " + ran.output());
        return ran.output();
    }
}
