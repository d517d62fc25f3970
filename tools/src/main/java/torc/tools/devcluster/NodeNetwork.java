package torc.tools.devcluster;

import java.util.List;

/// Where the nodes of a cluster reach each other.
public interface NodeNetwork extends AutoCloseable {
    /// Of a node, from 0.
    String address(int node);

    /// What goes before a command that has to run where the node does.
    List<String> inside(int node);

    /// Whether each node has a network of its own, which can be cut.
    boolean isCuttable();

    @Override
    void close();

    /// This host's own network: an address of 127.0.1.0/24 for each node.
    static NodeNetwork loopback() {
        return new NodeNetwork() {
            @Override
            public String address(int node) {
                return "127.0.1." + (node + 1);
            }

            @Override
            public List<String> inside(int node) {
                return List.of();
            }

            @Override
            public boolean isCuttable() {
                return false;
            }

            @Override
            public void close() {}
        };
    }
}
