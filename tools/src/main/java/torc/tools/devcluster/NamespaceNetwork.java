package torc.tools.devcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A network namespace for each node, joined by a bridge on which this host is too. Needs root and `ip`. What it
/// made is
/// gone when it is closed; namespaces take their links, filters and queues along.
public final class NamespaceNetwork implements NodeNetwork {
    private static final int HOST = 254;

    private final String tag;
    private final String prefix;
    private final List<String> namespaces = new ArrayList<>();

    /// Why it cannot be made here; empty if it can.
    public static Optional<String> missing() {
        if (!Shell.isRoot()) return Optional.of("network namespaces need root");
        if (!Shell.has("ip")) return Optional.of("network namespaces need ip (iproute2)");
        return Optional.empty();
    }

    /// @param run tells this cluster from others on this host
    public NamespaceNetwork(int nodes, long run) throws InterruptedException {
        tag = "tc" + Long.toString(run % (36 * 36 * 36 * 36), 36);
        prefix = "10." + (100 + run / 250 % 100) + "." + (1 + run % 250) + ".";
        try {
            make(nodes);
        } catch (RuntimeException | InterruptedException failed) {
            close();
            throw failed;
        }
    }

    private void make(int nodes) throws InterruptedException {
        Shell.must("ip", "link", "add", tag, "type", "bridge");
        Shell.must("ip", "address", "add", prefix + HOST + "/24", "dev", tag);
        Shell.must("ip", "link", "set", tag, "up");
        for (int node = 0; node < nodes; node++) {
            var namespace = tag + "-" + (node + 1);
            Shell.must("ip", "netns", "add", namespace);
            namespaces.add(namespace);
            Shell.must("ip", "link", "add", namespace, "type", "veth", "peer", "name", "eth0", "netns", namespace);
            Shell.must("ip", "link", "set", namespace, "master", tag, "up");
            Shell.must("ip", "-n", namespace, "address", "add", address(node) + "/24", "dev", "eth0");
            Shell.must("ip", "-n", namespace, "link", "set", "eth0", "up");
            Shell.must("ip", "-n", namespace, "link", "set", "lo", "up");
        }
    }

    @Override
    public String address(int node) {
        return prefix + (node + 1);
    }

    @Override
    public List<String> inside(int node) {
        return List.of("ip", "netns", "exec", namespaces.get(node));
    }

    @Override
    public boolean isCuttable() {
        return true;
    }

    @Override
    public void close() {
        try {
            for (var namespace : namespaces) {
                // A connection that was cut keeps a namespace for minutes; its link goes at once.
                Shell.run(List.of("ip", "link", "delete", namespace));
                Shell.run(List.of("ip", "netns", "delete", namespace));
            }
            namespaces.clear();
            Shell.run(List.of("ip", "link", "delete", tag));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
