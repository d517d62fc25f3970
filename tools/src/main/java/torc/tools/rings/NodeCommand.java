package torc.tools.rings;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;
import torc.tools.rings.NodeQuestion.Verb;

/// `torc node`: looks at the nodes of a cluster, empties and removes them.
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Shows the nodes of a cluster, drains and removes them.",
        subcommands = {NodeCommand.ListNodes.class, NodeCommand.Drain.class, NodeCommand.Remove.class})
public final class NodeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Commands.err(spec).println("torc node list, or torc node --help");
        return ExitCode.USAGE.number();
    }

    /// A question about nodes.
    abstract static class About extends Asking implements Callable<Integer> {
        abstract NodeQuestion question();

        @Override
        public Integer call() {
            var answer = ask(NodesApi.PATH, question(), NodeQuestion.Answer.class);
            if (!printedAsJson(answer)) show(answer);
            return ExitCode.OK.number();
        }

        void show(NodeQuestion.Answer answer) {
            out().printf(
                            "%-20s %-9s %-22s %-8s %-8s %s%n",
                            "node", "state", "address", "version", "metadata", "devices");
            for (var node : answer.nodes())
                out().printf(
                                "%-20s %-9s %-22s %-8s %-8s %s%n",
                                node.name(),
                                node.state(),
                                node.address() + ":" + node.clusterPort(),
                                node.version(),
                                answer.leader().startsWith(node.id() + "-") ? "leads" : "",
                                String.join(" ", node.devices()));
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Prints the nodes, removed ones too.")
    static final class ListNodes extends About {
        @Override
        NodeQuestion question() {
            return new NodeQuestion(Verb.LIST, "", false);
        }
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Stages a node's devices to be emptied; that begins with: torc ring apply")
    static final class Drain extends About {
        @Parameters(paramLabel = "NODE", description = "Its name.")
        private String node = "";

        @Override
        NodeQuestion question() {
            return new NodeQuestion(Verb.DRAIN, node, false);
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes a node out for good: it is refused from now on, and never comes back.")
    static final class Remove extends About {
        @Parameters(paramLabel = "NODE", description = "Its name.")
        private String node = "";

        @Option(names = "--force", description = "Also if it holds blobs or does not answer: for a node that is lost.")
        private boolean force;

        @Override
        NodeQuestion question() {
            return new NodeQuestion(Verb.REMOVE, node, force);
        }
    }
}
