package torc.common.http.server;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import torc.common.http.HttpHandler;
import torc.common.tls.NodeTls;
import torc.common.tls.PeerNode;

/// Listens on a port and feeds a handler, each request on a virtual thread of its own.
///
/// Start and stop block; call them from any thread but an event loop.
public final class HttpServer implements AutoCloseable {
    private static final int LINE_SCRATCH_SLACK = 2;
    private static final int MAX_READ_BYTES = 256 << 10;
    private static final int ACCEPT_BACKLOG = 4096;
    private static final long LISTEN_SECONDS = 20;
    private static final long CLOSE_SECONDS = 5;

    private final EventLoops loops;
    private final ServerCore core;
    private final List<NetServer> listeners = new ArrayList<>();
    private final Map<EventLoop, ConnectionSweep> sweeps = new ConcurrentHashMap<>();
    private final Map<EventLoop, byte[]> lineScratch = new ConcurrentHashMap<>();
    private int port;

    public HttpServer(
            EventLoops loops,
            HttpServerConfig config,
            HttpHandler handler,
            RequestObserver observer,
            RequestIds requestIds,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.loops = loops;
        this.core = new ServerCore(
                config,
                handler,
                observer,
                requestIds,
                new HttpDate(clock),
                clock,
                nanoTime,
                new Admission(config.limits()));
    }

    /// Binds the port and begins to serve.
    ///
    /// @return the port, which matters where the configuration says 0
    /// @throws UncheckedIOException if the port cannot be bound or the TLS files cannot be read
    public int start() {
        // To Vert.x a negative port is a random one that all who name the same number share.
        port = core.config().port() == 0
                ? loops.nextSharedPort()
                : core.config().port();
        for (int i = 0; i < loops.count(); i++) listeners.add(listen());
        port = listeners.getFirst().actualPort();
        return port;
    }

    /// The port that is bound, once started.
    public int port() {
        return port;
    }

    /// Requests whose handlers run.
    public int requestsInProgress() {
        return core.admission().requestsInProgress();
    }

    /// Connections that are open.
    public int openConnections() {
        return core.admission().openConnections();
    }

    /// Lets requests in progress end within `grace`, closes idle connections and new ones at once, then stops
    /// listening.
    public void stop(Duration grace) {
        core.admission().drain();
        try {
            core.admission().awaitNoConnections(grace);
            var closing = listeners.stream()
                    .map(listener -> listener.close().toCompletionStage().toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(closing).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // What would not end in time is cut off when the event loops go.
        }
        listeners.clear();
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(1));
    }

    private NetServer listen() {
        var bound = new CompletableFuture<NetServer>();
        var options = options();
        // A context of its own for each listener, so that connections spread over all loops.
        loops.vertx().createEventLoopContext().runOnContext(_ -> {
            var server = loops.vertx().createNetServer(options).connectHandler(this::connected);
            server.listen(port, core.config().host()).onComplete(bound::complete, bound::completeExceptionally);
        });
        try {
            return bound.get(LISTEN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while binding", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            var io = cause instanceof IOException same ? same : new IOException(cause.getMessage(), cause);
            throw new UncheckedIOException(
                    "cannot listen on " + core.config().host() + ":" + port + ": " + cause.getMessage(), io);
        }
    }

    private NetServerOptions options() {
        var options = new NetServerOptions()
                .setReuseAddress(true)
                .setTcpNoDelay(true)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setRegisterWriteHandler(false);
        core.config().tls().ifPresent(tls -> {
            switch (tls) {
                case TlsFiles files -> filesOf(files, options);
                case MutualTls(var node) ->
                    options.setSsl(true)
                            .setKeyCertOptions(KeyCertOptions.wrap(node.keyManager()))
                            .setTrustOptions(TrustOptions.wrap(node.trustManager()))
                            .setClientAuth(ClientAuth.REQUEST)
                            .setEnabledSecureTransportProtocols(Set.of(NodeTls.PROTOCOL));
            }
        });
        return options;
    }

    private static void filesOf(TlsFiles files, NetServerOptions options) {
        try {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertValue(Buffer.buffer(Files.readAllBytes(files.certificate())))
                            .setKeyValue(Buffer.buffer(Files.readAllBytes(files.key()))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the TLS files: " + unreadable.getMessage(), unreadable);
        }
    }

    /// Whom the certificate names that a client showed in the handshake, which has checked it.
    private Optional<PeerNode> peerNode(NetSocket socket) {
        if (!(core.config().tls().orElse(null) instanceof MutualTls)) return Optional.empty();
        try {
            return socket.peerCertificates().getFirst() instanceof X509Certificate shown
                    ? Optional.of(PeerNode.named(shown))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateException _) {
            return Optional.empty(); // It showed none.
        }
    }

    /// On the connection's event loop, before its first byte is read.
    private void connected(NetSocket socket) {
        var vertxContext = ((NetSocketInternal) socket).channelHandlerContext();
        var channel = vertxContext.channel();
        if (!core.admission().enterConnection()) {
            var _ = channel.close();
            return;
        }
        var loop = channel.eventLoop();
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config()
                .setOption(
                        ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(1024, 4096, MAX_READ_BYTES));
        var scratch = lineScratch.computeIfAbsent(
                loop, _ -> new byte[core.config().limits().maxLineBytes() + LINE_SCRATCH_SLACK]);
        var sweep = sweeps.computeIfAbsent(loop, each -> new ConnectionSweep(each, core.nanoTime()));
        var peer = socket.remoteAddress();
        var address = peer == null || peer.hostAddress() == null ? "-" : peer.hostAddress();
        channel.pipeline()
                .addBefore(
                        vertxContext.name(),
                        "torc-http",
                        new ConnectionInstaller(core, new Client(address, peerNode(socket)), scratch, sweep));
    }
}
