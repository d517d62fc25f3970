package torc.tools.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.data.DataDirectory;

/// A Torc in a process of its own, started as its users start it, and killed as they fear. One thread at a time,
/// but for
/// [#kill()].
public final class NodeProcess {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final int STOP_PATIENCE_SECONDS = 40;
    private static final long POLL_MILLIS = 20;
    private static final JsonMapper JSON = new JsonMapper();

    /// Asks a node that lives in a network namespace, whose loopback is its own, how it does.
    private static final String ASK = """
            exec 3<>"/dev/tcp/127.0.0.1/$0" && printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && cat <&3""";

    private final List<String> torc;
    private final NodePlace place;
    private final List<String> options;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile @Nullable Process process;

    /// @param torc what starts the program
    /// @param options of `torc up` beside its place
    public NodeProcess(List<String> torc, NodePlace place, List<String> options) {
        this.torc = List.copyOf(torc);
        this.place = place;
        this.options = List.copyOf(options);
    }

    public NodePlace place() {
        return place;
    }

    /// Where its output goes.
    public Path log() {
        return place.data().resolveSibling(place.data().getFileName() + ".log");
    }

    /// Starts it without waiting for anything.
    ///
    /// @param environment beside this process's
    public void launch(Map<String, String> environment) {
        var builder = new ProcessBuilder(upCommand())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    List<String> upCommand(String... more) {
        var command = new ArrayList<>(place.inside());
        command.addAll(torc);
        command.addAll(List.of(
                "up",
                "--data",
                place.data().toString(),
                "--bind",
                place.address(),
                "--port",
                Integer.toString(place.port()),
                "--s3-port",
                Integer.toString(place.s3Port())));
        command.addAll(options);
        command.addAll(List.of(more));
        return command;
    }

    /// Waits for its first 200.
    ///
    /// @return how long that took, in milliseconds
    /// @throws IllegalStateException if it ends or takes too long
    public long awaitServing() throws InterruptedException {
        var began = System.nanoTime();
        var health = HttpRequest.newBuilder(URI.create(place.api() + "/healthcheck"))
                .timeout(Duration.ofSeconds(2))
                .build();
        while (System.nanoTime() - began < START_PATIENCE.toNanos()) {
            var current = process;
            if (current != null && !current.isAlive())
                throw new IllegalStateException(place.name() + " ended with " + current.exitValue() + "; see " + log());
            try {
                if (client.send(health, BodyHandlers.discarding()).statusCode() == 200)
                    return Duration.ofNanos(System.nanoTime() - began).toMillis();
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
        throw new IllegalStateException(place.name() + " did not answer within " + START_PATIENCE + "; see " + log());
    }

    /// Starts it and waits until it serves.
    public long start() throws InterruptedException {
        launch(Map.of());
        return awaitServing();
    }

    /// `kill -9`.
    public void kill() throws InterruptedException {
        var current = process;
        if (current == null) return;
        current.destroyForcibly();
        current.waitFor();
    }

    /// SIGTERM, and time to drain.
    public void stop() throws InterruptedException {
        var current = process;
        if (current == null) return;
        current.destroy();
        if (!current.waitFor(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS))
            throw new IllegalStateException(place.name() + " does not stop; see " + log());
    }

    /// SIGSTOP: it stands still with all its connections open.
    public void pause() throws InterruptedException {
        Shell.must("kill", "-STOP", Long.toString(pid()));
    }

    /// SIGCONT.
    public void resume() throws InterruptedException {
        if (isRunning()) Shell.must("kill", "-CONT", Long.toString(pid()));
    }

    public boolean isRunning() {
        var current = process;
        return current != null && current.isAlive();
    }

    public long pid() {
        var current = process;
        if (current == null) throw new IllegalStateException(place.name() + " was never started");
        return current.pid();
    }

    /// Runs another command of `torc` where the node lives.
    public Shell.Ran run(List<String> arguments) throws InterruptedException {
        var command = new ArrayList<>(place.inside());
        command.addAll(torc);
        command.addAll(arguments);
        return Shell.run(command);
    }

    /// What it says of itself; empty if it does not answer.
    public Optional<JsonNode> health() throws InterruptedException {
        var endpoints = DataDirectory.running(place.data());
        if (endpoints.isEmpty()) return Optional.empty();
        var admin = URI.create(endpoints.get().admin());
        try {
            return Optional.of(JSON.readTree(place.inside().isEmpty() ? asked(admin) : askedInside(admin)));
        } catch (IOException | tools.jackson.core.JacksonException silent) {
            return Optional.empty();
        }
    }

    private String asked(URI admin) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(admin + "/health"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private String askedInside(URI admin) throws InterruptedException {
        var command = new ArrayList<>(place.inside());
        command.addAll(List.of("timeout", "10", "bash", "-c", ASK, Integer.toString(admin.getPort())));
        var answer = Shell.run(command).output();
        return answer.substring(Math.max(0, answer.indexOf('{')));
    }

    /// What `torc env` exports, once the node has written down where it is.
    public Map<String, String> environment() throws InterruptedException {
        var until = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            var found = new TreeMap<String, String>();
            var text = run(List.of("env", "--data", place.data().toString())).output();
            text.lines().filter(line -> line.startsWith("export ")).forEach(line -> {
                var equals = line.indexOf('=');
                found.put(line.substring(7, equals), line.substring(equals + 1).replaceAll("^['\"]|['\"]$", ""));
            });
            if (!found.isEmpty()) return found;
            if (System.nanoTime() > until) throw new IllegalStateException("torc env exports nothing: " + text);
        }
    }
}
