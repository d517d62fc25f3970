package torc.tools.fsck;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import torc.ring.metadata.MetadataDamaged;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;
import torc.tools.data.DataRefused;

/// `torc fsck`: checks a data directory that no process has.
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = "Checks the data directory of a stopped Torc: rows, blobs, counters, listings of accounts.",
        footer = {
            "",
            "It deletes no blob and no object. Exit code 0: nothing is wrong, or all was repaired; 17: faults are left.",
            "It does not read every byte: the auditor does that while Torc runs."
        })
public final class FsckCommand implements Callable<Integer> {
    /// So many are kept and printed; all are counted.
    private static final int SHOWN = 10_000;

    private final InstantSource clock;
    private final List<Fault> shown = new ArrayList<>();
    private final Map<Fault.Weight, Long> left = new EnumMap<>(Fault.Weight.class);
    private long repaired;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--repair", description = "Repair what can be repaired without guessing.")
    private boolean repair;

    @Option(names = "--json", description = "Print a JSON object instead.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    public FsckCommand() {
        this(Clock.systemUTC());
    }

    FsckCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        var layout = DataDirectory.layoutOf(data.path())
                .orElseThrow(() -> new DataRefused(
                        ExitCode.NOT_RUNNING,
                        "no Torc was ever started in " + data.path() + "; there is nothing to check"));
        var progress = new Progress(Commands.err(spec), !json && isTerminal());
        try (var directory = DataDirectory.open(data.path());
                var stores = new StoppedStores(directory, layout, clock)) {
            var extent = new DataCheck(stores, clock, repair, this::note, progress).run();
            if (json) printJson(extent);
            else print(extent, Commands.out(spec));
        } catch (MetadataDamaged damaged) {
            throw new CommandFailed(ExitCode.DAMAGED, "the check could not go on: " + damaged.getMessage());
        }
        return (faults() == 0 ? ExitCode.OK : ExitCode.FAULTY).number();
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway has not heard that it is never null now.
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private void note(Fault fault) {
        if (fault.repaired()) repaired++;
        else left.merge(fault.weight(), 1L, Long::sum);
        if (shown.size() < SHOWN) shown.add(fault);
    }

    private long left(Fault.Weight weight) {
        return left.getOrDefault(weight, 0L);
    }

    private long faults() {
        return left(Fault.Weight.LOST) + left(Fault.Weight.WRONG);
    }

    private void print(DataCheck.Extent extent, PrintWriter out) {
        for (var fault : shown) {
            var mark = fault.repaired() ? "repaired" : fault.weight().name().toLowerCase(Locale.ROOT);
            out.printf(
                    "%-9s %-24s %s: %s%n", mark, fault.kind(), printable(fault.subject()), printable(fault.detail()));
        }
        out.printf(
                "%d containers and accounts, %d blobs checked: %d lost, %d wrong, %d repaired, %d leftovers%n",
                extent.shards(),
                extent.blobs(),
                left(Fault.Weight.LOST),
                left(Fault.Weight.WRONG),
                repaired,
                left(Fault.Weight.LEFTOVER));
    }

    /// Names are the clients': none of them gets to move the operator's cursor.
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void printJson(DataCheck.Extent extent) {
        var root = new JsonMapper().createObjectNode();
        root.put("clean", faults() == 0);
        root.put("containers-and-accounts", extent.shards());
        root.put("blobs", extent.blobs());
        root.put("lost", left(Fault.Weight.LOST));
        root.put("wrong", left(Fault.Weight.WRONG));
        root.put("repaired", repaired);
        root.put("leftovers", left(Fault.Weight.LEFTOVER));
        var list = root.putArray("findings");
        for (var fault : shown) {
            var entry = list.addObject();
            entry.put("weight", fault.weight().name().toLowerCase(Locale.ROOT));
            entry.put("kind", fault.kind());
            entry.put("subject", fault.subject());
            entry.put("detail", fault.detail());
            entry.put("repaired", fault.repaired());
        }
        Commands.out(spec).println(root.toPrettyString());
    }
}
