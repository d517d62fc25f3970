package torc.tools.fsck;

import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.proxy.fsck.CheckScope;
import torc.proxy.rebuild.Restored;
import torc.ring.metadata.MetadataDamaged;
import torc.tools.cluster.ClusterIdentity;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;
import torc.tools.data.DataRefused;

/// `torc fsck`: checks a data directory that no process has, or, through a running node, all data of a cluster.
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description = "Checks rows, blobs, counters, listings of accounts: of a stopped Torc, or of a running cluster.",
        footer = {
            "",
            "It deletes no blob and no object. Exit code 0: nothing is wrong, or all was repaired; 17: faults are left;",
            "19: no fault, but not everything could be looked at.",
            "It does not read every byte: the auditor does that while Torc runs."
        })
public final class FsckCommand implements Callable<Integer> {
    private final InstantSource clock;
    private final List<Fault> gathered = new ArrayList<>();

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--repair", description = "Repair what can be repaired without guessing.")
    private boolean repair;

    @Option(names = "--rebuild-metadata", description = "Make lost rows anew from the headers of blobs, then check.")
    private boolean rebuild;

    @Option(
            names = "--policy",
            paramLabel = "NAME=KIND",
            description = "With --rebuild-metadata: a storage policy beside the first, as 'torc up' was given it;"
                    + " several in the order in which they were made.")
    private List<String> policies = List.of();

    @Option(names = "--account", description = "Check only what is of this account, such as AUTH_4f….")
    private String account = "";

    @Option(names = "--container", description = "Of the account, check only this container.")
    private String container = "";

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
    public Integer call() throws InterruptedException {
        var out = Commands.out(spec);
        var scope = scope();
        Consumer<Fault> report = json ? gathered::add : fault -> Verdict.print(fault, out);
        var verdict = ClusterIdentity.isNode(data.path())
                ? new NodeCheck(data.path(), Commands.err(spec), isTerminal(), report).run(repair, rebuild, scope)
                : checkStopped(report, scope);
        if (json) out.println(verdict.json(gathered));
        else verdict.print(out);
        return verdict.exitCode().number();
    }

    private CheckScope scope() {
        if (rebuild && !account.isEmpty())
            throw new CommandFailed(ExitCode.USAGE, "Lost metadata is made anew whole, not of one account.");
        try {
            return new CheckScope(account, container);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage() + ".");
        }
    }

    private boolean isTerminal() {
        return !json && TerminalProgress.isTerminal();
    }

    private Verdict checkStopped(Consumer<Fault> report, CheckScope scope) throws InterruptedException {
        var layout = DataDirectory.layoutOf(data.path())
                .orElseThrow(() -> new DataRefused(
                        ExitCode.NOT_RUNNING,
                        "no Torc was ever started in " + data.path() + "; there is nothing to check"));
        var progress = new TerminalProgress(Commands.err(spec), isTerminal());
        var tally = new Tally();
        try (var directory = DataDirectory.open(data.path());
                var stores = new StoppedStores(directory, layout, clock, rebuild, policies)) {
            var checked = new Checked(
                    stores.rows,
                    stores.blobs,
                    stores.encryption,
                    stores.kept(),
                    stores.objects.blobOwners(),
                    clock,
                    scope);
            var restored = rebuild
                    ? Optional.of(new RebuildRun(checked, stores.ids, Optional.empty(), tally::note, progress).run())
                    : Optional.<Restored>empty();
            var extent = new DataCheck(checked, repair, Optional.empty(), tally::note, progress).run();
            progress.end();
            tally.from(0, Integer.MAX_VALUE).forEach(report);
            return new Verdict(extent, tally.counts(), restored);
        } catch (MetadataDamaged damaged) {
            throw new CommandFailed(ExitCode.DAMAGED, "the check could not go on: " + damaged.getMessage());
        }
    }
}
