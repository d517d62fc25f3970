package torc.tools.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import torc.tools.chaos.fault.Disks;
import torc.tools.chaos.fault.Target;
import torc.tools.devcluster.DevCluster;
import torc.tools.devcluster.NamespaceNetwork;
import torc.tools.devcluster.NodeNetwork;
import torc.tools.devcluster.NodePlace;
import torc.tools.devcluster.NodeProcess;

/// The cluster of one run, with its network and its disks. Closing it ends the processes and takes everything
/// away that
/// it made outside its folder; that happens too when this process is told to end.
final class Playground implements AutoCloseable {
    /// Whatever waits for minutes in life is done at once, so that a run sees it.
    private static final String CONFIG = """
            objects:
              grace: 10s
            device:
              segment-size: 64MiB
              zero-ahead: 8MiB
              audit-pause: 500ms
              audit-per-second: 256MiB
            repair:
              delay: 500ms
              comparison-pause: 2s
              reclaim-pause: 1s
            """;

    private final NodeNetwork network;
    private final Optional<Disks> disks;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Thread atExit = new Thread(this::tearDown);
    private final Path folder;
    private boolean isDown;

    /// @param wantsDisks whether each node needs a file system of its own
    static Playground make(ChaosRun.Plan plan, boolean wantsDisks, PrintWriter out) throws InterruptedException {
        var network = plan.nodes() == 1 ? NodeNetwork.loopback() : network(plan.nodes(), out);
        var disks = wantsDisks ? disks(plan, out) : Optional.<Disks>empty();
        return new Playground(plan, network, disks);
    }

    /// Whether this machine lets us make one is found out by making it: root in a container may not.
    private static NodeNetwork network(int nodes, PrintWriter out) throws InterruptedException {
        var missing = NamespaceNetwork.missing();
        try {
            if (missing.isEmpty())
                return new NamespaceNetwork(nodes, ProcessHandle.current().pid());
        } catch (IllegalStateException refused) {
            missing = Optional.ofNullable(refused.getMessage()).map(String::strip);
        }
        out.println("no network to cut, nodes are on loopback: " + missing.orElse(""));
        return NodeNetwork.loopback();
    }

    private static Optional<Disks> disks(ChaosRun.Plan plan, PrintWriter out) throws InterruptedException {
        var missing = Disks.missing();
        try {
            if (missing.isEmpty()) return Optional.of(new Disks(plan.folder(), plan.nodes()));
        } catch (IllegalStateException refused) {
            missing = Optional.ofNullable(refused.getMessage()).map(String::strip);
        }
        out.println("no disk for each node: " + missing.orElse(""));
        return Optional.empty();
    }

    private Playground(ChaosRun.Plan plan, NodeNetwork network, Optional<Disks> disks) {
        this.network = network;
        this.disks = disks;
        this.folder = plan.folder();
        var options = new ArrayList<>(List.of("--config", written().toString()));
        if (plan.nodes() == 1) options.addAll(List.of("--devices", "3", "--replicas", "3"));
        if (network.isCuttable()) options.add("--insecure-bind");
        for (int i = 0; i < plan.nodes(); i++) {
            var number = i;
            var home = disks.map(each -> each.mount(number)).orElse(folder);
            var place = NodePlace.of("n" + (i + 1), network.address(i), home.resolve("n" + (i + 1)), network.inside(i));
            nodes.add(new NodeProcess(plan.torc(), place, options));
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private Path written() {
        try {
            return Files.writeString(folder.resolve("torc.yaml"), CONFIG);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void found(PrintWriter out) throws InterruptedException {
        new DevCluster(nodes, NodeProcess::start, line -> {
                    out.println(line);
                    out.flush();
                })
                .found();
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    /// The cluster as faults see it. What may be destroyed is one node of several, or one device of a node.
    Target target(SplittableRandom random) throws InterruptedException {
        var node = random.nextInt(nodes.size());
        var data = nodes.get(node).place().data();
        var breakable = nodes.size() == 1
                ? List.of(data.resolve("devices").resolve("d" + random.nextInt(3)))
                : List.of(data.resolve("devices").resolve("d0"), data.resolve("metadata"));
        return new Target(nodes, network, disks, node, breakable, scratch());
    }

    private Path scratch() {
        try {
            return Files.createDirectories(folder.resolve("scratch"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    List<Integer> numbers() {
        return IntStream.range(0, nodes.size()).boxed().toList();
    }

    private synchronized void tearDown() {
        if (isDown) return;
        isDown = true;
        try {
            for (var node : nodes) node.kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        network.close();
        disks.ifPresent(Disks::close);
    }

    @Override
    public void close() {
        tearDown();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The process ends already; the hook has waited for this, or finds nothing to do.
        }
    }
}
