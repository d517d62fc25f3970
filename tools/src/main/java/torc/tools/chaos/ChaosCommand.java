package torc.tools.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.tools.chaos.fault.Fault;
import torc.tools.chaos.fault.Faults;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.ExitCode;
import torc.tools.command.OwnProgram;

/// `torc chaos`: a cluster of real processes under load of both dialects, hurt in every way there is, and a
/// verdict on
/// all that its clients saw.
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Hurts a cluster of its own under load and checks that it keeps its promises.",
        footer = {
            "",
            "The last line is the verdict; the exit code is 1 if a promise was broken.",
            "docs/chaos.md tells what each fault is and what it needs."
        })
public final class ChaosCommand implements Callable<Integer> {
    @Option(names = "--nodes", defaultValue = "5", description = "Nodes; 1 is a Torc with three devices (default: 5).")
    private int nodes = 5;

    @Option(names = "--seconds", defaultValue = "60", description = "How long clients work (default: 60).")
    private int seconds = 60;

    @Option(names = "--seed", description = "Repeats a run's choices; drawn if not given.")
    private long seed = new SplittableRandom().nextLong() >>> 16;

    @Option(names = "--faults", split = ",", paramLabel = "FAULT", description = "Only these; 'none' for none.")
    private List<String> faults = List.of();

    @Option(names = "--clients", defaultValue = "12", description = "Clients, half of each dialect (default: 12).")
    private int clients = 12;

    @Option(names = "--rate", defaultValue = "200", description = "Steps a second of all clients (default: 200).")
    private int rate = 200;

    @Option(names = "--names", defaultValue = "40", description = "Names that the clients share (default: 40).")
    private int names = 40;

    @Option(names = "--work", paramLabel = "DIR", description = "Folder to work in; removed if all is well.")
    private Optional<Path> work = Optional.empty();

    @Option(names = "--keep", description = "Keep the folder, with the history and the nodes' logs.")
    private boolean keep;

    @Option(names = "--launcher", paramLabel = "TORC", description = "Another torc than this one.")
    private Optional<Path> launcher = Optional.empty();

    @Option(names = "--list", description = "Print the names of the faults.")
    private boolean list;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var out = Commands.out(spec);
        if (list) {
            Faults.all().forEach(each -> out.println(each.name()));
            return ExitCode.OK.number();
        }
        if (nodes < 1 || nodes > 16 || seconds < 1 || clients < 2 || rate < 1 || names < 1)
            throw new CommandFailed(
                    ExitCode.USAGE, "--nodes is 1 to 16, --seconds, --rate and --names from 1, --clients from 2");
        var chosen = chosen();
        var folder = folder();
        var torc = launcher.map(each -> List.of(each.toString())).orElseGet(OwnProgram::torc);
        var run =
                new ChaosRun(new ChaosRun.Plan(torc, folder, nodes, seconds, seed, clients, rate, names), chosen, out);
        var isRight = run.run();
        if (isRight && !keep) remove(folder);
        else out.println("kept: " + folder);
        out.println(run.verdict());
        return (isRight ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private List<Fault> chosen() {
        if (faults.isEmpty()) return Faults.usual();
        if (faults.equals(List.of("none"))) return List.of();
        var found = new ArrayList<Fault>();
        for (var name : faults)
            found.add(Faults.all().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new CommandFailed(
                            ExitCode.USAGE, "there is no fault " + name + "; torc chaos --list names them")));
        return found;
    }

    private Path folder() {
        try {
            if (work.isEmpty()) return Files.createTempDirectory("torc-chaos");
            if (Files.exists(work.get())) throw new CommandFailed(ExitCode.USAGE, work.get() + " is already there");
            return Files.createDirectories(work.get()).toAbsolutePath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(each -> each.toFile().delete());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
