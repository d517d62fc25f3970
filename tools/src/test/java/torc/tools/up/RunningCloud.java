package torc.tools.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import torc.common.lifecycle.Lifecycle;
import torc.tools.command.ConfigCommand;
import torc.tools.config.TorcConfig;
import torc.tools.data.Credentials;
import torc.tools.data.DataDirectory;
import torc.tools.data.Endpoints;
import torc.tools.signing.S3Signer;

/// All roles on any free ports, started from a configuration file as `torc up --config` does, and a client of
/// both
/// dialects that acts for the administrator.
final class RunningCloud implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Endpoints endpoints;
    private final Credentials credentials;
    private final HttpClient client;
    private final Lifecycle lifecycle = new Lifecycle();

    private RunningCloud(TorcConfig config, HttpClient client) {
        this.client = client;
        try {
            var directory = lifecycle.opened("data directory", DataDirectory.open(config.data()));
            endpoints = new Cloud(config, directory, World.real(), lifecycle).start();
            credentials = DataDirectory.readCredentials(config.data());
        } catch (RuntimeException failed) {
            close();
            throw failed;
        } catch (InterruptedException failed) {
            close();
            throw new IllegalStateException(failed);
        }
    }

    /// @param settings lines of YAML beside the data directory and the ports
    static RunningCloud start(Path data, String settings, HttpClient client) throws IOException {
        var file = Files.writeString(
                data.resolveSibling(data.getFileName() + ".yaml"),
                "data: " + data + "\nport: 0\ns3-port: 0\nadmin-port: 0\n" + settings);
        return new RunningCloud(ConfigCommand.read(file), client);
    }

    /// A project's account by the login of old: its URL and a token.
    record Account(String url, String token) {}

    Account logIn() throws Exception {
        var answer = send(
                "GET",
                endpoints.api() + "/auth/v1.0",
                new byte[0],
                Map.of("X-Auth-User", "admin:admin", "X-Auth-Key", credentials.password()));
        if (answer.statusCode() != 200) throw new IllegalStateException("login: " + answer.statusCode());
        return new Account(
                answer.headers().firstValue("X-Storage-Url").orElseThrow(),
                answer.headers().firstValue("X-Auth-Token").orElseThrow());
    }

    HttpResponse<byte[]> swift(Account account, String method, String path, byte[] body) throws Exception {
        return send(method, account.url() + path, body, Map.of("X-Auth-Token", account.token()));
    }

    /// @param fields further header fields
    HttpResponse<byte[]> swift(Account account, String method, String path, byte[] body, Map<String, String> fields)
            throws Exception {
        var all = new HashMap<>(fields);
        all.put("X-Auth-Token", account.token());
        return send(method, account.url() + path, body, all);
    }

    /// @param query as it is signed, without the question mark
    /// @param amzFields names in lower case
    HttpResponse<byte[]> s3(String method, String path, String query, byte[] body, Map<String, String> amzFields)
            throws Exception {
        var signer = new S3Signer(
                credentials.accessKey(), credentials.secretKey(), endpoints.region(), InstantSource.system());
        var host = URI.create(endpoints.s3()).getAuthority();
        var url = endpoints.s3() + path + (query.isEmpty() ? "" : "?" + query);
        return send(method, url, body, signer.sign(method, host, path, query, amzFields));
    }

    HttpResponse<byte[]> s3(String method, String path, byte[] body) throws Exception {
        var signer = new S3Signer(
                credentials.accessKey(), credentials.secretKey(), endpoints.region(), InstantSource.system());
        var host = URI.create(endpoints.s3()).getAuthority();
        return send(method, endpoints.s3() + path, body, signer.sign(method, host, path, "", Map.of()));
    }

    private HttpResponse<byte[]> send(String method, String url, byte[] body, Map<String, String> fields)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        fields.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /// What the admin port tells of the process.
    String health() throws Exception {
        return new String(
                send("GET", endpoints.admin() + "/health", new byte[0], Map.of())
                        .body(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        lifecycle.stop(Duration.ofSeconds(5));
    }
}
