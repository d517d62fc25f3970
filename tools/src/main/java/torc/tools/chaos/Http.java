package torc.tools.chaos;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// HTTP for a client that expects the server to die at any moment.
final class Http {
    private final Duration patience;
    private final HttpClient client;

    /// @param patience with an answer
    /// @param connectPatience with a connection
    Http(Duration patience, Duration connectPatience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectPatience)
                .build();
    }

    /// @throws NoAnswer if none came, or a 5xx
    HttpResponse<byte[]> send(String method, URI uri, Map<String, String> headers, byte[] body)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() >= 500) throw new NoAnswer("status " + response.statusCode());
            return response;
        } catch (ConnectException | HttpConnectTimeoutException unreachable) {
            throw new NoAnswer("no connection", false);
        } catch (IOException died) {
            throw new NoAnswer(died.getClass().getSimpleName() + ": " + died.getMessage());
        }
    }
}
