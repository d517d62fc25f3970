package torc.tools.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import torc.tools.data.DataDirectory;

/// `torc status`: whether the process of a data directory is up and well.
@Command(name = "status", mixinStandardHelpOptions = true, description = "Tells whether Torc is up and well.")
public final class StatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print a JSON object instead.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var endpoints = DataDirectory.running(data.path());
        var out = Commands.out(spec);
        if (endpoints.isEmpty()) {
            out.println(json ? "{\"status\":\"down\"}" : "down: no Torc is up on " + data.path());
            return ExitCode.NOT_RUNNING.number();
        }
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(URI.create(endpoints.get().admin() + "/health"))
                    .timeout(PATIENCE)
                    .build();
            var answer = client.send(request, BodyHandlers.ofString());
            if (json) out.println(answer.body().trim());
            else print(new JsonMapper().readTree(answer.body()));
            return (answer.statusCode() == 200 ? ExitCode.OK : ExitCode.FAILED).number();
        } catch (IOException silent) {
            out.println(json ? "{\"status\":\"silent\"}" : "silent: the process is there but does not answer");
            return ExitCode.FAILED.number();
        }
    }

    private static String damaged(long copies) {
        return copies == 0 ? "" : ", " + copies + " damaged copies not yet repaired";
    }

    private void print(JsonNode health) {
        var out = Commands.out(spec);
        out.printf("%-8s %s%n", "status", health.path("status").asString());
        out.printf("%-8s %s%n", "version", health.path("version").asString());
        out.printf("%-8s %d s%n", "up", health.path("up-seconds").asLong());
        out.printf("%-8s %d MiB%n", "memory", health.path("resident-bytes").asLong() >> 20);
        for (var device : health.path("devices")) {
            out.printf(
                    "%-8s %-8s %s blobs, %s stored, %s free%s%s%n",
                    "device",
                    device.path("name").asString() + (device.path("away").isString() ? "!" : ""),
                    device.path("blobs").asLong(),
                    Sizes.human(device.path("stored-bytes").asLong()),
                    Sizes.human(device.path("free-bytes").asLong()),
                    damaged(device.path("quarantined").asLong()),
                    device.path("away").isString()
                            ? ", away: " + device.path("away").asString()
                            : "");
        }
        var metadata = health.path("metadata");
        out.printf(
                "%-8s %d of %d mirrors%s%n",
                "metadata",
                metadata.path("mirrors-alive").asLong(),
                metadata.path("mirrors").asLong(),
                metadata.path("writable").asBoolean() ? "" : ", not writable");
        for (var node : health.path("nodes"))
            out.printf(
                    "%-8s %-10s %s %s%s%s%n",
                    "node",
                    node.path("name").asString(),
                    node.path("state").asString(),
                    node.path("address").asString(),
                    node.path("leads").asBoolean() ? ", leads the metadata" : "",
                    node.path("answers").asBoolean() ? "" : ", does not answer");
        for (var daemon : health.path("daemons").propertyStream().toList()) {
            var figures = daemon.getValue()
                    .propertyStream()
                    .map(figure -> figure.getKey() + " " + figure.getValue().asLong())
                    .collect(Collectors.joining(", "));
            out.printf("%-8s %-10s %s%n", "daemon", daemon.getKey(), figures);
        }
        for (var endpoint : health.path("endpoints").propertyStream().toList()) {
            out.printf("%-8s %s%n", endpoint.getKey(), endpoint.getValue().asString());
        }
    }
}
