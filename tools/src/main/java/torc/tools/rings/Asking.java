package torc.tools.rings;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.tools.cluster.Json;
import torc.tools.cluster.OwnNode;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
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
        try (var node = OwnNode.of(data.path())) {
            return node.ask(path, question, type);
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
