package torc.tools.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.common.config.Durations;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
import torc.tools.command.ExitCode;

/// `torc token`: what a new node needs to join.
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Makes tokens that admit new nodes.",
        subcommands = TokenCommand.Create.class)
public final class TokenCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Commands.err(spec).println("torc token create, or torc token --help");
        return ExitCode.USAGE.number();
    }

    /// `torc token create`: asks the running node, as itself: who can read the node's key may admit others.
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Prints a token; the node of the data directory must be up.")
    static final class Create implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Option(names = "--ttl", defaultValue = "1h", description = "How long it counts (default: ${DEFAULT-VALUE}).")
        private String ttl = "1h";

        @Option(names = "--uses", defaultValue = "1", description = "Nodes that it admits (default: ${DEFAULT-VALUE}).")
        private int uses = 1;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            var identity = ClusterIdentity.read(data.path())
                    .orElseThrow(() -> new CommandFailed(
                            ExitCode.NOT_RUNNING, data.path() + " is no node of a cluster; make it one: torc init"));
            var life = PlaceOptions.checked(() -> Durations.parse(ttl));
            Commands.out(spec).println(create(identity, life, uses));
            return ExitCode.OK.number();
        }

        static String create(ClusterIdentity identity, Duration life, int uses) {
            var self = identity.file().self();
            try (var client = new NodeClient(identity.tls().context(self.id()))) {
                return switch (client.post(
                        NodeNames.authority(self.address(), self.clusterPort()),
                        "/tokens",
                        new NodeApi.TokenWanted(life.toSeconds(), uses),
                        NodeApi.TokenMade.class)) {
                    case NodeClient.Answer.Given<NodeApi.TokenMade>(var made) -> made.token();
                    case NodeClient.Answer.Refused<NodeApi.TokenMade>(var error, var message) ->
                        throw new CommandFailed(ExitCode.REFUSED, "The node said no: " + message + " (" + error + ").");
                    case NodeClient.Answer.Unreachable<NodeApi.TokenMade>(var cause) ->
                        throw new CommandFailed(
                                ExitCode.NOT_RUNNING, "The node does not answer (" + cause + "); start it: torc up");
                };
            }
        }
    }
}
