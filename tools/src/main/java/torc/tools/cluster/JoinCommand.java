package torc.tools.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;

/// `torc join`: an empty data directory becomes a node of a cluster.
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = "Makes an empty data directory a node of the cluster that the token is for.")
public final class JoinCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            required = true,
            description = "What 'torc token create' printed on a node of the cluster; @FILE reads it from a file.")
    private String token = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the node (default: this host's).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "What it runs: proxy, object, block, control (default: all).")
    private List<String> roles = Roles.ALL;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var out = Commands.out(spec);
        place.check();
        var wish = PlaceOptions.checked(() -> new Joining.Wish(
                NodeNames.checkName(name.orElseGet(PlaceOptions::hostName)),
                place.address,
                place.clusterPort,
                place.raftPort,
                Roles.checked(roles)));
        var parsed = PlaceOptions.checked(() -> JoinToken.parse(tokenText()));
        var isNew = !Files.exists(data.path());
        try (var directory = DataDirectory.open(data.path())) {
            if (ClusterIdentity.isNode(data.path()))
                throw new CommandFailed(
                        ExitCode.REFUSED, data.path() + " is a node of a cluster already; start it: torc up");
            if (directory.layout().isPresent())
                throw new CommandFailed(
                        ExitCode.REFUSED,
                        data.path()
                                + " holds data of a Torc of its own, which joining would hide; give an empty folder");
            var identity = new Joining(new SecureRandom(), Clock.systemUTC()).join(directory, parsed, wish);
            out.println("Node " + wish.name() + " joined cluster " + identity.clusterId() + " of "
                    + identity.file().members().size() + " nodes.");
            out.println();
            out.println("Start it:        torc up --data " + data.path());
        } catch (CommandFailed failed) {
            if (isNew) removeTraces(data.path());
            throw failed;
        }
        return ExitCode.OK.number();
    }

    private String tokenText() {
        if (!token.startsWith("@")) return token.strip();
        try {
            return Files.readString(Path.of(token.substring(1))).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the token's file cannot be read: " + token.substring(1), e);
        }
    }

    /// What opening a new folder left in it.
    private static void removeTraces(Path root) {
        try {
            for (var each : List.of("VERSION", "torc.lock", "torc.pid")) Files.deleteIfExists(root.resolve(each));
            Files.deleteIfExists(root);
        } catch (IOException _) {
            // Somebody put something there meanwhile; it stays.
        }
    }
}
