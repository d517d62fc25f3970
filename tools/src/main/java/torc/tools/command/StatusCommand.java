package torc.tools.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import torc.tools.cluster.ClusterIdentity;
import torc.tools.cluster.OwnNode;
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
            var health = new JsonMapper().readTree(answer.body());
            if (json) printJson(health, cluster());
            else print(health, cluster());
            return (answer.statusCode() == 200 ? ExitCode.OK : ExitCode.FAILED).number();
        } catch (IOException silent) {
            out.println(json ? "{\"status\":\"silent\"}" : "silent: the process is there but does not answer");
            return ExitCode.FAILED.number();
        }
    }

    /// All nodes, as far as they tell, where this is one of several.
    private Optional<JsonNode> cluster() {
        if (!ClusterIdentity.isNode(data.path())) return Optional.empty();
        try (var node = OwnNode.of(data.path())) {
            return Optional.of(node.ask(StatusQuestion.PATH, new StatusQuestion(true), JsonNode.class));
        } catch (CommandFailed _) {
            return Optional.empty(); // The node's own answer says what is wrong.
        }
    }

    private void print(JsonNode health, Optional<JsonNode> cluster) {
        var text = new StatusText(Commands.out(spec));
        text.process(health);
        cluster.ifPresentOrElse(text::cluster, () -> text.nodes(health));
    }

    private void printJson(JsonNode health, Optional<JsonNode> cluster) {
        if (health instanceof ObjectNode root) cluster.ifPresent(each -> root.set("cluster", each));
        Commands.out(spec).println(health.toPrettyString());
    }
}
