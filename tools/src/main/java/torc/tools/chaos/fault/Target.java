package torc.tools.chaos.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import torc.tools.devcluster.NodeNetwork;
import torc.tools.devcluster.NodeProcess;
import torc.tools.devcluster.Shell;

/// The cluster that faults hurt. One thread at a time.
public final class Target {
    private final List<NodeProcess> nodes;
    private final NodeNetwork network;
    private final Optional<Disks> disks;
    private final int breakableNode;
    private final List<Path> breakable;
    private final Path scratch;
    private final Set<NodeProcess> hurt = new HashSet<>();

    /// @param disks of the nodes, where each has one of its own
    /// @param breakableNode whose `breakable` folders may be destroyed
    /// @param scratch for what faults put aside
    public Target(
            List<NodeProcess> nodes,
            NodeNetwork network,
            Optional<Disks> disks,
            int breakableNode,
            List<Path> breakable,
            Path scratch) {
        this.nodes = List.copyOf(nodes);
        this.network = network;
        this.disks = disks;
        this.breakableNode = breakableNode;
        this.breakable = List.copyOf(breakable);
        this.scratch = scratch;
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    int number(NodeProcess node) {
        return nodes.indexOf(node);
    }

    NodeNetwork network() {
        return network;
    }

    Optional<Disks> disks() {
        return disks;
    }

    /// What may be destroyed, once everything else is whole.
    List<Path> breakable() {
        return breakable;
    }

    Path scratch() {
        return scratch;
    }

    /// Takes nodes that no fault has yet; [#heal()] gives them back.
    List<NodeProcess> take(int count, SplittableRandom random) {
        var free = new ArrayList<>(
                nodes.stream().filter(node -> !hurt.contains(node)).toList());
        if (free.size() < count) throw new Fault.NothingToHurt();
        var taken = new ArrayList<NodeProcess>();
        for (int i = 0; i < count; i++) taken.add(free.remove(random.nextInt(free.size())));
        hurt.addAll(taken);
        return taken;
    }

    /// Takes the node whose data may be destroyed.
    NodeProcess takeBreakable() {
        var node = nodes.get(breakableNode);
        if (!hurt.add(node)) throw new Fault.NothingToHurt();
        return node;
    }

    /// Those that no fault has come first: they answer.
    List<NodeProcess> wellFirst() {
        return nodes.stream()
                .sorted(java.util.Comparator.comparing(hurt::contains))
                .toList();
    }

    /// Starts nodes without waiting, for one may wait for another; [#heal()] waits.
    static void launchAll(List<NodeProcess> stopped) {
        for (var node : stopped) node.launch(Map.of());
    }

    /// After all faults were undone: every node runs and serves, and each may be hurt again.
    ///
    /// @throws IllegalStateException if one does not come back
    public void heal() throws InterruptedException {
        hurt.clear();
        for (var node : nodes) if (!node.isRunning()) node.launch(Map.of());
        for (var node : nodes) node.awaitServing();
    }

    /// Why a command does not work where a node lives; empty if it does.
    static Optional<String> refusal(NodeProcess node, String... command) throws InterruptedException {
        var whole = new ArrayList<>(node.place().inside());
        whole.addAll(List.of(command));
        var ran = Shell.run(whole);
        return ran.exit() == 0
                ? Optional.empty()
                : Optional.of(
                        command[0] + " does not work here: " + ran.output().strip());
    }

    static String names(List<NodeProcess> some) {
        return some.stream()
                .map(node -> node.place().name())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
