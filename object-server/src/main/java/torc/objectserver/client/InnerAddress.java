package torc.objectserver.client;

import java.time.Duration;
import java.util.Optional;
import torc.common.tls.NodeTls;

/// Where a node listens for other nodes, and how it is talked to.
///
/// @param connections most connections to it; further calls wait for one
/// @param patience longest wait for a connection, an answer, or the next bytes of one
/// @param tls empty for plain HTTP, which only tests within one process speak
public record InnerAddress(String host, int port, int connections, Duration patience, Optional<Tls> tls) {
    /// As many as a node serves requests of clients: with fewer, clients that read slowly, each of which holds
    /// one,
    /// would keep all others from the device.
    private static final int CONNECTIONS = 2_000;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Mutual TLS with one node.
    ///
    /// @param self what this node shows
    /// @param nodeId who must answer; no other node of the cluster is taken for it
    public record Tls(NodeTls self, String nodeId) {}

    /// Without TLS.
    public static InnerAddress of(String host, int port) {
        return new InnerAddress(host, port, CONNECTIONS, PATIENCE, Optional.empty());
    }

    /// A node of the cluster.
    public static InnerAddress of(String host, int port, NodeTls self, String nodeId) {
        return new InnerAddress(host, port, CONNECTIONS, PATIENCE, Optional.of(new Tls(self, nodeId)));
    }
}
