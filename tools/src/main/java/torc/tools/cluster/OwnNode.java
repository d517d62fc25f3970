package torc.tools.cluster;

import java.nio.file.Path;
import java.time.Duration;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;

/// What commands ask of the running node of a data directory, as that node. For one thread.
public final class OwnNode implements AutoCloseable {
    /// A node may have to wait for others that are away.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final NodeClient client;
    private final String url;

    private OwnNode(ClusterIdentity identity) {
        this.client = NodeClient.of(identity.tls(), PATIENCE);
        this.url = identity.file().self().url();
    }

    /// @throws CommandFailed if the directory is no node of a cluster
    public static OwnNode of(Path data) {
        return new OwnNode(ClusterIdentity.read(data)
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.NOT_RUNNING, data + " is no node of a cluster; make it one: torc init")));
    }

    /// @throws CommandFailed if the node says no, or does not answer
    public <T> T ask(String path, Object question, Class<T> type) {
        return switch (client.post(url, path, question, type)) {
            case NodeClient.Answer.Given<T>(var answer) -> answer;
            case NodeClient.Answer.Refused<T>(var error, var message) ->
                throw new CommandFailed(ExitCode.REFUSED, message + " (" + error + ").");
            case NodeClient.Answer.Unreachable<T>(var cause) ->
                throw new CommandFailed(
                        ExitCode.NOT_RUNNING, "The node does not answer (" + cause + "); start it: torc up");
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
