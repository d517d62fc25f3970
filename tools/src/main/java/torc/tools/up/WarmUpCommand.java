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
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import torc.common.lifecycle.Lifecycle;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;
import torc.tools.config.TorcConfig;
import torc.tools.data.DataDirectory;
import torc.tools.data.Endpoints;

/// `torc warm-up`: a short life of Torc in a folder of its own, from which the launcher makes the cache that lets later
/// starts begin with loaded classes (JEP 483, 515).
@Command(name = "warm-up", hidden = true, description = "Lives a short life, to train the ahead-of-time cache.")
public final class WarmUpCommand implements Callable<Integer> {
    private static final int ROUNDS = 300;
    private static final int LARGE_BYTES = 300_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("torc-warm-up");
        var lifecycle = new Lifecycle();
        try {
            var config = TorcConfig.defaults().at(folder.resolve("data"), 0, 0, 0);
            var directory = lifecycle.opened("data directory", DataDirectory.open(config.data()));
            var endpoints = new Cloud(config, directory, World.real(), lifecycle).start();
            Greeting.print(endpoints, directory, config, Commands.out(spec));
            live(endpoints, directory);
        } finally {
            lifecycle.stop(Duration.ofSeconds(1));
            client.close();
            deleteAll(folder);
        }
        return ExitCode.OK.number();
    }

    private void live(Endpoints endpoints, DataDirectory directory) throws IOException, InterruptedException {
        var credentials = DataDirectory.readCredentials(directory.root());
        var login = send(
                "GET",
                endpoints.api() + "/auth/v1.0",
                Map.of("X-Auth-User", "admin:admin", "X-Auth-Key", credentials.password()),
                new byte[0]);
        var storage = login.headers().firstValue("X-Storage-Url").orElseThrow();
        var token = Map.of(
                "X-Auth-Token", login.headers().firstValue("X-Auth-Token").orElseThrow());
        send("PUT", storage + "/warm", token, new byte[0]);
        for (int i = 0; i < ROUNDS; i++) {
            send("PUT", storage + "/warm/small" + i % 10, token, new byte[100]);
            send("GET", storage + "/warm/small" + i % 10, token, new byte[0]);
        }
        send("PUT", storage + "/warm/large", token, new byte[LARGE_BYTES]);
        send("GET", storage + "/warm/large", token, new byte[0]);
        send("GET", storage + "/warm?format=json", token, new byte[0]);
        send("HEAD", storage + "/warm/large", token, new byte[0]);
        send("DELETE", storage + "/warm/large", token, new byte[0]);
        send("GET", endpoints.api() + "/identity/v3", Map.of(), new byte[0]);
        send("GET", endpoints.admin() + "/metrics", Map.of(), new byte[0]);
        send("GET", endpoints.admin() + "/health", Map.of(), new byte[0]);
        send("GET", endpoints.s3() + "/", Map.of(), new byte[0]);
    }

    private HttpResponse<byte[]> send(String method, String url, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
