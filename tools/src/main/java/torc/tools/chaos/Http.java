package torc.tools.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/// HTTP for a client that expects the server to die at any moment.
final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /// @throws NoAnswer if none came, or a 5xx
    HttpResponse<byte[]> send(String method, URI uri, Map<String, String> headers, byte[] body)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() >= 500) throw new NoAnswer("status " + response.statusCode());
            return response;
        } catch (IOException died) {
            throw new NoAnswer(String.valueOf(died.getMessage()));
        }
    }
}
