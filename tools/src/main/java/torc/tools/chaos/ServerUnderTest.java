package torc.tools.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.data.DataDirectory;

/// A Torc in a process of its own, started as its users start it, and killed as they fear.
final class ServerUnderTest {
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private static final JsonMapper JSON = new JsonMapper();

    private final Path launcher;
    private final Path data;
    private final int port;
    private final List<String> arguments;
    private final HttpClient client = HttpClient.newHttpClient();
    private @org.jspecify.annotations.Nullable Process process;

    ServerUnderTest(Path launcher, Path data, int port, int s3Port, List<String> more, String config) {
        this.launcher = launcher;
        this.data = data;
        this.port = port;
        this.arguments = new ArrayList<>(List.of(
                launcher.toString(),
                "up",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--s3-port",
                Integer.toString(s3Port)));
        arguments.addAll(more);
        arguments.add("--config");
        arguments.add(written(config).toString());
    }

    private Path written(String config) {
        try {
            return Files.writeString(data.resolveSibling(data.getFileName() + ".yaml"), config);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// What the server says of itself.
    JsonNode health() throws InterruptedException {
        var admin = DataDirectory.running(data).orElseThrow().admin();
        var request = HttpRequest.newBuilder(URI.create(admin + "/health"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Starts it and waits for its first 200.
    ///
    /// @return how long that took, in milliseconds
    long start() throws InterruptedException {
        var began = System.nanoTime();
        try {
            process = new ProcessBuilder(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling(data.getFileName() + ".log").toFile()))
                    .start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
        var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthcheck"))
                .timeout(Duration.ofSeconds(2))
                .build();
        while (System.nanoTime() - began < START_PATIENCE.toNanos()) {
            if (!process.isAlive()) throw new IllegalStateException("the server ended with " + process.exitValue());
            try {
                if (client.send(health, BodyHandlers.discarding()).statusCode() == 200)
                    return Duration.ofNanos(System.nanoTime() - began).toMillis();
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new IllegalStateException("the server did not answer within " + START_PATIENCE);
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        if (process == null) return;
        process.destroyForcibly();
        process.waitFor();
    }

    /// SIGTERM, and time to drain.
    void stop() throws InterruptedException {
        if (process == null) return;
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) throw new IllegalStateException("the server does not stop");
    }

    /// What `torc env` exports, once the server has written down where it is.
    Map<String, String> environment() throws InterruptedException {
        var until = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            var found = exports();
            if (!found.isEmpty()) return found;
            if (System.nanoTime() > until) throw new IllegalStateException("torc env exports nothing");
        }
    }

    private Map<String, String> exports() throws InterruptedException {
        try {
            var env = new ProcessBuilder(launcher.toString(), "env", "--data", data.toString()).start();
            var text = new String(env.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            env.waitFor();
            var found = new TreeMap<String, String>();
            text.lines().filter(line -> line.startsWith("export ")).forEach(line -> {
                var equals = line.indexOf('=');
                found.put(line.substring(7, equals), line.substring(equals + 1).replaceAll("^['\"]|['\"]$", ""));
            });
            return found;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
