package torc.tools.chaos.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import torc.tools.devcluster.NodeNetwork;
import torc.tools.devcluster.NodeProcess;

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

    /// Takes nodes that no fault has yet; [#release(List)] gives them back.
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

    void release(List<NodeProcess> taken) {
        taken.forEach(hurt::remove);
    }

    /// Starts nodes together, for one may wait for another.
    static void startAll(List<NodeProcess> stopped) throws InterruptedException {
        for (var node : stopped) node.launch(java.util.Map.of());
        for (var node : stopped) node.awaitServing();
    }

    static String names(List<NodeProcess> some) {
        return some.stream()
                .map(node -> node.place().name())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
