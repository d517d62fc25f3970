package torc.tools.rings;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.tools.cluster.ClusterIdentity;
import torc.tools.cluster.Json;
import torc.tools.cluster.NodeClient;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
import torc.tools.command.ExitCode;
import torc.tools.command.Sizes;

/// What the commands of this package share: they ask the running node of a data directory, as that node.
abstract class Asking {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print a JSON object instead.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /// @throws CommandFailed if the node says no, or does not answer
    <T> T ask(String path, Object question, Class<T> type) {
        var identity = ClusterIdentity.read(data.path())
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.NOT_RUNNING, data.path() + " is no node of a cluster; make it one: torc init"));
        try (var client = NodeClient.of(identity.tls())) {
            return switch (client.post(identity.file().self().url(), path, question, type)) {
                case NodeClient.Answer.Given<T>(var answer) -> answer;
                case NodeClient.Answer.Refused<T>(var error, var message) ->
                    throw new CommandFailed(ExitCode.REFUSED, message + " (" + error + ").");
                case NodeClient.Answer.Unreachable<T>(var cause) ->
                    throw new CommandFailed(
                            ExitCode.NOT_RUNNING, "The node does not answer (" + cause + "); start it: torc up");
            };
        }
    }

    /// Prints the answer as JSON if that is wanted.
    ///
    /// @return whether it was
    boolean printedAsJson(Object answer) {
        if (json) out().print(new String(Json.pretty(answer), StandardCharsets.UTF_8));
        return json;
    }

    PrintWriter out() {
        return Commands.out(spec);
    }

    static String human(long bytes) {
        return Sizes.human(bytes);
    }

    static Optional<String> time(long seconds) {
        if (seconds <= 0) return Optional.empty();
        return Optional.of(seconds < 120 ? seconds + " s" : seconds / 60 + " min");
    }
}
