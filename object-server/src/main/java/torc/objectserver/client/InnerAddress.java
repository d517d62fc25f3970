package torc.objectserver.client;

import java.time.Duration;

/// Where a node listens for other nodes, and how it is talked to.
///
/// @param connections most connections to it; further calls wait for one
/// @param patience longest wait for a connection, an answer, or the next bytes of one
public record InnerAddress(String host, int port, int connections, Duration patience) {
    public static InnerAddress of(String host, int port) {
        return new InnerAddress(host, port, 128, Duration.ofSeconds(15));
    }
}
