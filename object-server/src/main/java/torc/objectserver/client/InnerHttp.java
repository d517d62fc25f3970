package torc.objectserver.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.tls.NodeTls;

/// HTTP to one node, as calls that block: the adapter behind which Vert.x stays. Safe for many virtual
/// threads.
final class InnerHttp implements AutoCloseable {
    /// Calls that may wait for a connection, in connections.
    private static final int WAITING_PER_CONNECTION = 2;

    private final InnerAddress address;
    private final Vertx vertx;
    private final HttpClient client;

    InnerHttp(InnerAddress address) {
        this.address = address;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        // Of a connection that breaks whoever waits for it is told; the log would have the bytes of a damaged record.
        this.client = vertx.httpClientBuilder()
                .with(options(address))
                .with(new PoolOptions()
                        .setHttp1MaxSize(address.connections())
                        .setMaxWaitQueueSize(address.connections() * WAITING_PER_CONNECTION))
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                .build();
    }

    private static HttpClientOptions options(InnerAddress address) {
        var options = new HttpClientOptions()
                .setConnectTimeout((int) address.patience().toMillis())
                .setKeepAlive(true)
                .setTcpNoDelay(true);
        address.tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setVerifyHost(true)
                        .setKeyCertOptions(KeyCertOptions.wrap(tls.self().keyManager()))
                        .setTrustOptions(TrustOptions.wrap(tls.self().trustManager(tls.nodeId())))
                        .setEnabledSecureTransportProtocols(Set.of(NodeTls.PROTOCOL)));
        return options;
    }

    /// A status with its header fields, and a body that must be closed.
    interface Answer {
        int status();

        Optional<String> header(String name);

        ByteSource body();
    }

    /// How asking to send a body ended: the node wants it, or it has answered without.
    sealed interface Sending {
        record Welcome(Upload upload) implements Sending {}

        record Answered(Answer answer) implements Sending {}
    }

    /// A request without a body.
    Answer ask(String method, String path, Map<String, String> headers) {
        var request = open(method, path, headers);
        try {
            // Set before anything is sent: the answer must find it, or its body could pass by.
            var answer = request.response().map(response -> answer(request, response));
            var _ = request.end();
            return await(answer);
        } catch (RuntimeException e) {
            request.reset();
            throw e;
        }
    }

    /// Announces a body and waits for the node to welcome it (RFC 9110 §10.1.1).
    Sending announce(String method, String path, Map<String, String> headers) {
        var request = open(method, path, headers);
        try {
            request.putHeader("Expect", "100-continue").setChunked(true);
            var answer = request.response().map(response -> answer(request, response));
            var welcome = new CompletableFuture<@Nullable Answer>();
            request.continueHandler(_ -> welcome.complete(null));
            answer.onComplete(welcome::complete, welcome::completeExceptionally);
            request.writeHead().onFailure(welcome::completeExceptionally);
            var early = await(welcome);
            return early != null ? new Sending.Answered(early) : new Sending.Welcome(new Upload(request, answer));
        } catch (RuntimeException e) {
            request.reset();
            throw e;
        }
    }

    private HttpClientRequest open(String method, String path, Map<String, String> headers) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setHost(address.host())
                .setPort(address.port())
                .setURI(path);
        headers.forEach(options::addHeader);
        try {
            var opening = client.request(options);
            try {
                return await(opening);
            } catch (NodeUnreachable e) {
                // A connection that comes later would be held by a request that nobody knows.
                opening.onSuccess(HttpClientRequest::reset);
                throw e;
            }
        } catch (IllegalStateException e) {
            throw new NodeUnreachable(String.valueOf(e.getMessage())); // The client is closed.
        }
    }

    /// Called on the event loop, before the first byte of the body can come.
    private Answer answer(HttpClientRequest request, HttpClientResponse response) {
        var body = new InnerBody(request, response, address.patience());
        return new Answer() {
            @Override
            public int status() {
                return response.statusCode();
            }

            @Override
            public Optional<String> header(String name) {
                return Optional.ofNullable(response.getHeader(name));
            }

            @Override
            public ByteSource body() {
                return body;
            }
        };
    }

    /// A body on its way to the node. For one thread.
    final class Upload {
        private final HttpClientRequest request;
        private final Future<Answer> answer;

        private Upload(HttpClientRequest request, Future<Answer> answer) {
            this.request = request;
            this.answer = answer;
        }

        /// Sends a copy of the bytes, waiting while the node is behind.
        void send(ByteBuffer bytes) {
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            var written = request.write(Buffer.buffer(copy));
            if (request.writeQueueFull()) await(written);
        }

        /// Ends the body and waits for the answer.
        Answer end() {
            var _ = request.end();
            return await(answer);
        }

        /// Breaks the connection.
        void breakOff() {
            request.reset();
        }
    }

    private <T> T await(Future<T> future) {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    private <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get(address.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeUnreachable("interrupted");
        } catch (ExecutionException e) {
            throw new NodeUnreachable(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw new NodeUnreachable("no answer within " + address.patience());
        }
    }

    @Override
    public void close() {
        try {
            await(vertx.close());
        } catch (NodeUnreachable _) {
            // Its threads are daemons of a process that ends.
        }
    }
}
