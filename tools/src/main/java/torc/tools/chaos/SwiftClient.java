package torc.tools.chaos;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// The Swift API of the server under test. Large objects in parts are left to S3.
final class SwiftClient implements Dialect {
    private static final byte[] NOTHING = {};
    private static final String MARK = "X-Object-Meta-Mark";
    private static final JsonMapper JSON = new JsonMapper();

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
    public String name() {
        return "swift";
    }

    @Override
    public Done put(String key, byte[] body, Terms terms) throws InterruptedException {
        var fields = new TreeMap<>(terms.conditions());
        if (terms.mark() != 0) fields.put(MARK, Long.toString(terms.mark()));
        return Answers.done(http.send("PUT", uri("/" + key), with(fields), body), 201);
    }

    @Override
    public Done delete(String key) throws InterruptedException {
        return Answers.done(http.send("DELETE", uri("/" + key), auth, NOTHING), 204);
    }

    @Override
    public Done copy(String from, String to) throws InterruptedException {
        var source = with(Map.of("X-Copy-From", container + "/" + from));
        return Answers.done(http.send("PUT", uri("/" + to), source, NOTHING), 201);
    }

    @Override
    public Done putInParts(String key, byte[] first, byte[] second, Terms terms) throws InterruptedException {
        var whole = new byte[first.length + second.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return put(key, whole, terms);
    }

    @Override
    public Optional<Seen> get(String key) throws InterruptedException {
        return Answers.seen(http.send("GET", uri("/" + key), auth, NOTHING), MARK);
    }

    @Override
    public Optional<Seen> getRange(String key, int first, int count) throws InterruptedException {
        var range = with(Map.of("Range", Answers.range(first, count)));
        return Answers.seen(http.send("GET", uri("/" + key), range, NOTHING), MARK);
    }

    @Override
    public Optional<Seen> head(String key) throws InterruptedException {
        return Answers.seen(http.send("HEAD", uri("/" + key), auth, NOTHING), MARK);
    }

    @Override
    public List<Listed> list(String prefix) throws InterruptedException {
        var response = http.send("GET", uri("?format=json&limit=10000&prefix=" + prefix), auth, NOTHING);
        if (response.statusCode() != 200) throw new NoAnswer("status " + response.statusCode());
        var found = new ArrayList<Listed>();
        for (var entry : JSON.readTree(response.body()))
            found.add(new Listed(
                    entry.path("name").asString(), entry.path("bytes").asLong()));
        return found;
    }

    /// Objects and bytes as the container's headers tell them.
    long[] counters() throws InterruptedException {
        var headers = http.send("HEAD", uri(""), auth, NOTHING).headers();
        return new long[] {
            headers.firstValueAsLong("X-Container-Object-Count").orElse(-1),
            headers.firstValueAsLong("X-Container-Bytes-Used").orElse(-1)
        };
    }

    private Map<String, String> with(Map<String, String> fields) {
        var all = new TreeMap<>(fields);
        all.putAll(auth);
        return all;
    }

    private URI uri(String rest) {
        return URI.create(storageUrl + "/" + container + rest);
    }
}
