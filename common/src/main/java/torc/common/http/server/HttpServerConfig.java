package torc.common.http.server;

import java.util.Optional;

/// Where a server listens and what it bears.
///
/// @param name short and constant; a label of its metrics
/// @param host address to bind
/// @param port port to bind; 0 lets the operating system choose
/// @param tls empty for plain HTTP
public record HttpServerConfig(
        String name, String host, int port, HttpLimits limits, Optional<? extends ServerTls> tls) {
    public static HttpServerConfig loopback(String name, int port) {
        return new HttpServerConfig(name, "127.0.0.1", port, HttpLimits.defaults(), Optional.empty());
    }
}
