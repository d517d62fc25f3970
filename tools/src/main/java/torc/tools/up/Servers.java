package torc.tools.up;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import torc.common.http.HttpHandler;
import torc.common.http.server.EventLoops;
import torc.common.http.server.HttpServer;
import torc.common.http.server.HttpServerConfig;
import torc.common.http.server.MutualTls;
import torc.common.http.server.RequestIds;
import torc.common.http.server.TlsFiles;
import torc.common.lifecycle.Lifecycle;
import torc.common.log.AccessLog;
import torc.common.metrics.HttpMetrics;
import torc.common.metrics.Metrics;
import torc.common.tls.NodeTls;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.config.TorcConfig;

/// Starts the HTTP servers of the process, on event loops that they share.
final class Servers {
    private static final String LOOPBACK = "127.0.0.1";

    private final TorcConfig config;
    private final World world;
    private final Metrics metrics;
    private final Lifecycle lifecycle;
    private final EventLoops loops;
    private final RequestIds requestIds;

    Servers(TorcConfig config, World world, Metrics metrics, Lifecycle lifecycle) {
        this.config = config;
        this.world = world;
        this.metrics = metrics;
        this.lifecycle = lifecycle;
        var count = config.eventLoops() > 0
                ? config.eventLoops()
                : Math.min(16, Runtime.getRuntime().availableProcessors());
        this.loops = lifecycle.opened("event loops", new EventLoops(count));
        this.requestIds = new RequestIds(world.clock(), world.random());
    }

    /// Refuses to let passwords cross a network in clear unless it is told to.
    static void checkBind(TorcConfig config) {
        try {
            var open = !InetAddress.getByName(config.bind()).isLoopbackAddress();
            if (open && config.tlsCertificate().isEmpty() && !config.insecureBind()) {
                throw new CommandFailed(
                        ExitCode.INSECURE,
                        "Listening on " + config.bind() + " without TLS would send passwords in clear. Give"
                                + " --tls-certificate and --tls-key, or --insecure-bind if you mean it.");
            }
        } catch (UnknownHostException unknown) {
            throw new CommandFailed(ExitCode.BAD_CONFIG, "bind: no such address: " + config.bind());
        }
    }

    /// Starts an API server; gives its port.
    int startApi(String name, int port, HttpHandler handler) {
        var tls = config.tlsCertificate()
                .map(certificate -> new TlsFiles(certificate, config.tlsKey().orElseThrow()));
        return start(new HttpServerConfig(name, config.bind(), port, config.http(), tls), handler);
    }

    /// Starts the server for other nodes, where they look for it.
    void startCluster(String host, int port, NodeTls tls, HttpHandler handler) {
        var _ = start(
                new HttpServerConfig(
                        "cluster", host, port, config.http().amongNodes(), Optional.of(new MutualTls(tls))),
                handler);
    }

    /// Starts the server of metrics and health, always on loopback and without TLS; gives its port.
    int startAdmin(int port, HttpHandler handler) {
        return start(new HttpServerConfig("admin", LOOPBACK, port, config.http(), Optional.empty()), handler);
    }

    private int start(HttpServerConfig serverConfig, HttpHandler handler) {
        var observer = new HttpMetrics(metrics, serverConfig.name())
                .and(new AccessLog(config.log().access()));
        var server =
                new HttpServer(loops, serverConfig, handler, observer, requestIds, world.clock(), world.nanoTime());
        try {
            var bound = server.start();
            lifecycle.started(serverConfig.name() + " server", server::stop);
            metrics.gauge(
                    "torc_http_requests_in_progress",
                    "requests whose handlers run",
                    server::requestsInProgress,
                    "server",
                    serverConfig.name());
            metrics.gauge(
                    "torc_http_connections",
                    "open connections",
                    server::openConnections,
                    "server",
                    serverConfig.name());
            return bound;
        } catch (UncheckedIOException failed) {
            throw notStarted(serverConfig, failed);
        }
    }

    private static CommandFailed notStarted(HttpServerConfig serverConfig, UncheckedIOException failed) {
        var what = "The " + serverConfig.name() + " server " + failed.getMessage();
        if (serverConfig.tls().isPresent() && !(failed.getCause() instanceof BindException))
            return new CommandFailed(
                    ExitCode.BAD_CONFIG, what + ". Are tls-certificate and tls-key a pair of PEM files?");
        return new CommandFailed(
                ExitCode.PORT_IN_USE,
                what + ". Is another program on the port? Choose another with --port, --s3-port or --admin-port.");
    }
}
