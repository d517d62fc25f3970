package torc.tools.chaos;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// The Swift API of the server under test. Large objects in parts are left to S3.
final class SwiftClient implements Dialect {
    private static final byte[] NOTHING = {};

    private final Http http;
    private final String storageUrl;
    private final String container;
    private final Map<String, String> auth;

    SwiftClient(Http http, String storageUrl, String container, String token) {
        this.http = http;
        this.storageUrl = storageUrl;
        this.container = container;
        this.auth = Map.of("X-Auth-Token", token);
    }

    void createContainer() throws InterruptedException {
        var status = http.send("PUT", uri(""), auth, NOTHING).statusCode();
        if (status >= 300) throw new NoAnswer("creating the container was answered with " + status);
    }

    @Override
    public boolean put(String key, byte[] body) throws InterruptedException {
        return http.send("PUT", uri("/" + key), auth, body).statusCode() == 201;
    }

    @Override
    public boolean delete(String key) throws InterruptedException {
        return http.send("DELETE", uri("/" + key), auth, NOTHING).statusCode() == 204;
    }

    @Override
    public boolean copy(String from, String to) throws InterruptedException {
        var headers = Map.of("X-Auth-Token", token(), "X-Copy-From", container + "/" + from);
        return http.send("PUT", uri("/" + to), headers, NOTHING).statusCode() == 201;
    }

    @Override
    public boolean putInParts(String key, byte[] first, byte[] second) throws InterruptedException {
        var whole = new byte[first.length + second.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return put(key, whole);
    }

    @Override
    public Optional<byte[]> get(String key) throws InterruptedException {
        var response = http.send("GET", uri("/" + key), auth, NOTHING);
        return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    }

    /// All names of the container, in order.
    String listing() throws InterruptedException {
        return new String(
                http.send("GET", uri("?limit=10000"), auth, NOTHING).body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Objects and bytes as the container's headers tell them.
    long[] counters() throws InterruptedException {
        var headers = http.send("HEAD", uri(""), auth, NOTHING).headers();
        return new long[] {
            headers.firstValueAsLong("X-Container-Object-Count").orElse(-1),
            headers.firstValueAsLong("X-Container-Bytes-Used").orElse(-1)
        };
    }

    private String token() {
        return auth.getOrDefault("X-Auth-Token", "");
    }

    private URI uri(String rest) {
        return URI.create(storageUrl + "/" + container + rest);
    }
}
