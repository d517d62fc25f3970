package torc.tools.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;
import torc.tools.command.OwnProgram;

/// `torc dev-cluster`: a cluster on this machine to try things out with.
@Command(
        name = "dev-cluster",
        mixinStandardHelpOptions = true,
        description = "Runs a cluster of several nodes on this machine, each at its own loopback address.",
        footer = {
            "",
            "up      makes the nodes if they are not there, and starts them in the background",
            "down    stops them; their data stays",
            "status  tells how each is",
            "env     prints exports for swift, openstack and aws"
        })
public final class DevClusterCommand implements Callable<Integer> {
    /// What can be done with it.
    enum Verb {
        UP,
        DOWN,
        STATUS,
        ENV
    }

    @Parameters(index = "0", paramLabel = "up|down|status|env")
    private Verb verb = Verb.STATUS;

    @Option(names = "--nodes", defaultValue = "3", description = "Nodes of a new cluster (default: ${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "torc-dev-cluster",
            description = "Folder with a data directory for each node (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("torc-dev-cluster");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (nodes < 1 || nodes > 64) throw new CommandFailed(ExitCode.USAGE, "--nodes must be 1 to 64");
        var there = there();
        if (verb != Verb.UP && there.isEmpty())
            throw new CommandFailed(
                    ExitCode.NOT_RUNNING, "no cluster was ever made in " + data + "; make one: torc dev-cluster up");
        switch (verb) {
            case UP -> up(there.isEmpty() ? nodes : there.size());
            case DOWN -> there.reversed().forEach(node -> show(node, "down"));
            case STATUS -> there.forEach(node -> show(node, "status"));
            case ENV -> env(there);
        }
        return ExitCode.OK.number();
    }

    private List<NodeProcess> there() {
        var found = new ArrayList<NodeProcess>();
        while (Files.exists(folder(found.size()).resolve("VERSION"))) found.add(node(found.size()));
        return found;
    }

    private Path folder(int number) {
        return data.resolve("n" + (number + 1));
    }

    private NodeProcess node(int number) {
        var place = NodePlace.of("n" + (number + 1), NodeNetwork.loopback().address(number), folder(number), List.of());
        return new NodeProcess(OwnProgram.torc(), place, List.of());
    }

    private void up(int count) throws InterruptedException {
        var all = new ArrayList<NodeProcess>();
        for (int i = 0; i < count; i++) all.add(node(i));
        try {
            Files.createDirectories(data);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var out = Commands.out(spec);
        try {
            new DevCluster(all, DevClusterCommand::upDetached, line -> {
                        out.println(line);
                        out.flush();
                    })
                    .found();
        } catch (IllegalStateException failed) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(failed.getMessage()));
        }
        out.println();
        out.println("Use it:          eval \"$(torc dev-cluster env --data " + data + ")\"");
        out.println("How it does:     torc dev-cluster status --data " + data);
        out.println("Stop it:         torc dev-cluster down --data " + data);
    }

    private static void upDetached(NodeProcess node) throws InterruptedException {
        if (torc.tools.data.DataDirectory.running(node.place().data()).isPresent()) return;
        var ran = Shell.run(node.upCommand("--detach"));
        if (ran.exit() != 0)
            throw new IllegalStateException(node.place().name() + " does not come up: " + ran.output());
    }

    private void show(NodeProcess node, String command) {
        try {
            var ran = node.run(List.of(command, "--data", node.place().data().toString()));
            Commands.out(spec).println(node.place().name() + " (" + node.place().api() + ")");
            ran.output().lines().forEach(line -> Commands.out(spec).println("    " + line));
            Commands.out(spec).flush();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of the first node that is up: they all give the same service.
    private void env(List<NodeProcess> there) throws InterruptedException {
        for (var node : there) {
            if (torc.tools.data.DataDirectory.running(node.place().data()).isEmpty()) continue;
            Commands.out(spec)
                    .print(node.run(List.of("env", "--data", node.place().data().toString()))
                            .output());
            Commands.out(spec).flush();
            return;
        }
        throw new CommandFailed(ExitCode.NOT_RUNNING, "no node is up; start them: torc dev-cluster up");
    }
}
