package torc.tools.cluster;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import torc.common.http.HttpHandler;
import torc.common.http.HttpResponse;
import torc.common.http.server.EventLoops;
import torc.common.http.server.HttpLimits;
import torc.common.http.server.HttpServer;
import torc.common.http.server.HttpServerConfig;
import torc.common.http.server.MutualTls;
import torc.common.http.server.RequestIds;
import torc.common.http.server.RequestObserver;
import torc.common.tls.NodeTls;
import torc.ring.metadata.FakeMetadataStore;
import torc.tools.data.DataDirectory;

/// The first node of a cluster: real files, a real TLS server on loopback, rows in memory.
final class TestNode implements AutoCloseable {
    static final SecureRandom RANDOM = new SecureRandom();

    final Path root;
    final MovedClock clock = new MovedClock();
    final FakeMetadataStore rows = new FakeMetadataStore();
    final ClusterIdentity identity;
    final NodeTls tls;
    final Membership membership;
    private final EventLoops loops = new EventLoops(1);
    private final HttpServer server;

    /// A clock that a test moves.
    static final class MovedClock implements InstantSource {
        volatile long offSeconds;

        @Override
        public Instant instant() {
            return Instant.now().plusSeconds(offSeconds);
        }
    }

    TestNode(Path root) {
        this(root, _ -> HttpResponse.of(204));
    }

    /// @param devices answers below `/v1/devices`
    TestNode(Path root, HttpHandler devices) {
        this.root = root;
        var port = freePort();
        try (var data = DataDirectory.open(root)) {
            identity = new Founding(RANDOM, InstantSource.system())
                    .found(data, "n1", "127.0.0.1", port, port == 1 ? 2 : port - 1, Roles.ALL);
        }
        tls = identity.tls();
        membership = new Membership(rows, identity, DataDirectory.readCredentials(root), RANDOM, clock);
        membership.found(identity.authority(root, RANDOM).orElseThrow());
        server = new HttpServer(
                loops,
                new HttpServerConfig(
                        "cluster", "127.0.0.1", port, HttpLimits.defaults(), Optional.of(new MutualTls(tls))),
                new NodeApi(tls, membership).with(Map.of("/v1/devices", devices)),
                RequestObserver.none(),
                new RequestIds(InstantSource.system(), new Random(2)),
                InstantSource.system(),
                System::nanoTime);
        server.start();
    }

    private static int freePort() {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String authority() {
        return "127.0.0.1:" + server.port();
    }

    int port() {
        return server.port();
    }

    /// A node that joins with a token, as `torc join` does.
    ClusterIdentity join(Path folder, String token, String name) {
        try (var data = DataDirectory.open(folder)) {
            return new Joining(RANDOM, InstantSource.system())
                    .join(data, JoinToken.parse(token), new Joining.Wish(name, "127.0.0.1", 7001, 7002, Roles.ALL));
        }
    }

    @Override
    public void close() {
        server.close();
        loops.close();
        rows.close();
    }
}
