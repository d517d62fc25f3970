package torc.tools.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import torc.common.tls.NodeTls;

/// Asks the node API of another node, over TLS 1.3. Blocks.
public final class NodeClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final Duration patience;

    NodeClient(SSLContext tls) {
        this(tls, PATIENCE);
    }

    private NodeClient(SSLContext tls, Duration patience) {
        this.patience = patience;
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
                .header("Content-Type", "application/json");
    }

    private <T> Answer<T> ask(HttpRequest request, Class<T> type) {
        try {
            var answer = http.send(request, BodyHandlers.ofInputStream());
            var bytes = body(answer);
            if (answer.statusCode() == 200) return new Answer.Given<>(Json.read(bytes, type));
            var failure = Json.read(bytes, NodeApi.Failure.class);
            return new Answer.Refused<>(failure.error(), failure.message());
        } catch (SSLException e) {
            return new Answer.Unreachable<>("TLS: " + e.getMessage());
        } catch (IOException e) {
            return new Answer.Unreachable<>(
                    e.getMessage() == null ? e.getClass().getSimpleName() : String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Answer.Unreachable<>("no node's answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable<>("interrupted");
        }
    }

    private static byte[] body(HttpResponse<InputStream> answer) throws IOException {
        try (var in = answer.body()) {
            return in.readNBytes(Json.MAX_BYTES + 1); // One more than is read: too long is told from just right.
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
