package torc.tools.devcluster;

import java.nio.file.Path;
import java.util.List;

/// Where a node lives.
///
/// @param name of the node
/// @param address that it listens on and others reach it at
/// @param inside what goes before a command that has to run where the node does; empty on this host itself
public record NodePlace(
        String name,
        String address,
        int port,
        int s3Port,
        int clusterPort,
        int raftPort,
        Path data,
        List<String> inside) {
    public static final int PORT = 8080;
    public static final int S3_PORT = 9000;
    public static final int CLUSTER_PORT = 7480;
    public static final int RAFT_PORT = 7481;

    public NodePlace {
        inside = List.copyOf(inside);
    }

    /// At the usual ports.
    public static NodePlace of(String name, String address, Path data, List<String> inside) {
        return new NodePlace(name, address, PORT, S3_PORT, CLUSTER_PORT, RAFT_PORT, data, inside);
    }

    /// Base URL of the OpenStack APIs.
    public String api() {
        return "http://" + address + ":" + port;
    }

    /// Base URL of S3.
    public String s3() {
        return "http://" + address + ":" + s3Port;
    }
}
