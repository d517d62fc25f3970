package torc.tools.cluster;

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

/// `torc init`: a data directory becomes the first node of a cluster.
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Makes a data directory, empty or of a single Torc, the first node of a cluster.")
public final class InitCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the node (default: this host's).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "What it runs: object, and any of proxy, block, control (default: all).")
    private List<String> roles = Roles.ALL;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var out = Commands.out(spec);
        var chosen = PlaceOptions.checked(() -> NodeNames.checkName(name.orElseGet(PlaceOptions::hostName)));
        place.check();
        var checked = PlaceOptions.checked(() -> Roles.checked(roles));
        if (!checked.contains(Roles.OBJECT))
            throw new CommandFailed(
                    ExitCode.USAGE, "The first node has the role object: the ring begins with its devices.");
        try (var directory = DataDirectory.open(data.path())) {
            if (ClusterIdentity.isNode(data.path()))
                throw new CommandFailed(
                        ExitCode.REFUSED, data.path() + " is a node of a cluster already; start it: torc up");
            var identity = new Founding(new SecureRandom(), Clock.systemUTC())
                    .found(directory, chosen, place.address, place.clusterPort, place.raftPort, checked);
            out.println("Cluster " + identity.clusterId() + " begins with node " + chosen + ".");
            out.println();
            out.println("Start it:        torc up --data " + data.path());
            out.println("Then, to admit another node, which prints a token:");
            out.println("                 torc token create --data " + data.path());
            out.println("On that node:    torc join --data DIR --token TOKEN && torc up --data DIR");
        }
        return ExitCode.OK.number();
    }
}
