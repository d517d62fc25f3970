package torc.tools.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import torc.common.tls.NodeTls;
import torc.common.version.VersionRange;

/// Asks the node API of another node, over TLS 1.3. Blocks.
public final class NodeClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final Duration patience;
    private final VersionRange spoken;

    NodeClient(SSLContext tls) {
        this(tls, PATIENCE);
    }

    private NodeClient(SSLContext tls, Duration patience) {
        this(tls, patience, NodeApi.SPOKEN);
    }

    /// @param spoken versions of the node API that this client speaks
    NodeClient(SSLContext tls, Duration patience, VersionRange spoken) {
        this.patience = patience;
        this.spoken = spoken;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .sslParameters(NodeTls.parameters())
                .connectTimeout(patience.compareTo(CONNECT_PATIENCE) < 0 ? patience : CONNECT_PATIENCE)
                .build();
    }

    /// As this node, to any node of the cluster.
    public static NodeClient of(NodeTls tls) {
        return new NodeClient(tls.context());
    }

    /// As [#of(NodeTls)], waiting no longer than this for an answer.
    public static NodeClient of(NodeTls tls, Duration patience) {
        return new NodeClient(tls.context(), patience);
    }

    /// How a question ended.
    public sealed interface Answer<T> {
        record Given<T>(T value) implements Answer<T> {}

        /// The node said no.
        record Refused<T>(String error, String message) implements Answer<T> {}

        /// The node was not reached, is not who it should be, or did not answer as a node does.
        record Unreachable<T>(String cause) implements Answer<T> {}
    }

    /// Who answers at an address.
    ///
    /// @param authority `host:port`
    public Answer<NodeApi.Who> who(String authority) {
        return get(authority, "/node", NodeApi.Who.class);
    }

    /// @param authority `host:port`, or the base URL
    public <T> Answer<T> post(String authority, String path, Object body, Class<T> type) {
        return ask(
                request(authority, path)
                        .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                        .build(),
                type);
    }

    <T> Answer<T> get(String authority, String path, Class<T> type) {
        return ask(request(authority, path).GET().build(), type);
    }

    private HttpRequest.Builder request(String authority, String path) {
        return HttpRequest.newBuilder(
                        URI.create((authority.startsWith("https://") ? "" : "https://") + authority + path))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header(NodeApi.VERSIONS, spoken.text());
    }

    /// The whole answer comes within the patience: the HTTP client's own limit ends with the head.
    private <T> Answer<T> ask(HttpRequest request, Class<T> type) {
        var asked = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Json.MAX_BYTES));
        try {
            var answer = asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (answer.statusCode() == 200) return new Answer.Given<>(Json.read(answer.body(), type));
            var failure = Json.read(answer.body(), NodeApi.Failure.class);
            return new Answer.Refused<>(failure.error(), failure.message());
        } catch (ExecutionException e) {
            return new Answer.Unreachable<>(cause(e.getCause()));
        } catch (TimeoutException e) {
            asked.cancel(true);
            return new Answer.Unreachable<>("no answer within " + patience);
        } catch (IllegalArgumentException e) {
            return new Answer.Unreachable<>("no node's answer: " + e.getMessage());
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Unreachable<>("interrupted");
        }
    }

    private static String cause(@Nullable Throwable failed) {
        if (failed == null || failed.getMessage() == null) return String.valueOf(failed);
        return (failed instanceof SSLException ? "TLS: " : "") + failed.getMessage();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
