package torc.tools;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import torc.objectserver.segment.DeviceRefused;
import torc.ring.metadata.OtherRelease;
import torc.ring.metadata.embedded.MetadataOpenRefused;
import torc.tools.bench.BenchCommand;
import torc.tools.chaos.ChaosCommand;
import torc.tools.chaos.CrashTestCommand;
import torc.tools.cluster.InitCommand;
import torc.tools.cluster.JoinCommand;
import torc.tools.cluster.TokenCommand;
import torc.tools.command.CommandFailed;
import torc.tools.command.ConfigCommand;
import torc.tools.command.DownCommand;
import torc.tools.command.EnvCommand;
import torc.tools.command.ExitCode;
import torc.tools.command.StatusCommand;
import torc.tools.command.VersionCommand;
import torc.tools.data.DataRefused;
import torc.tools.devcluster.DevClusterCommand;
import torc.tools.encryption.EncryptionCommand;
import torc.tools.fsck.FsckCommand;
import torc.tools.ringbuilder.RingBuilderCommand;
import torc.tools.rings.NodeCommand;
import torc.tools.rings.PolicyCommand;
import torc.tools.rings.RingCommand;
import torc.tools.simulate.SimulateCommand;
import torc.tools.up.UpCommand;
import torc.tools.up.WarmUpCommand;
import torc.tools.whereabouts.ObjectCommand;

/// The command line of Torc.
@Command(
        name = "torc",
        mixinStandardHelpOptions = true,
        description = "A storage-centric cloud in one program.",
        footer = {"", "The launcher has one command more: torc test [unit | clients | NAME...] runs the tests."})
public final class Main {
    /// Commands by their names, in the order of the help; made only when they are needed, for each costs start
    /// time.
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    private Main() {}

    private static Map<String, Supplier<Object>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("up", UpCommand::new);
        commands.put("down", DownCommand::new);
        commands.put("env", EnvCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("init", InitCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("encryption", EncryptionCommand::new);
        commands.put("join", JoinCommand::new);
        commands.put("node", NodeCommand::new);
        commands.put("ring", RingCommand::new);
        commands.put("policy", PolicyCommand::new);
        commands.put("object", ObjectCommand::new);
        commands.put("fsck", FsckCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("ring-builder", RingBuilderCommand::new);
        commands.put("crash-test", CrashTestCommand::new);
        commands.put("chaos", ChaosCommand::new);
        commands.put("simulate", SimulateCommand::new);
        commands.put("dev-cluster", DevClusterCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        commands.put("generate-completion", Main::completion);
        return commands;
    }

    /// No reference to picocli's constructor, nor a lambda of an interface of picocli's: its classes are of a format
    /// that
    /// the ahead-of-time cache leaves out, and JDK 25 dies when it is to link what refers to them.
    private static Object completion() {
        return new AutoComplete.GenerateCompletion();
    }

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        var named = arguments.length > 0 ? COMMANDS.get(arguments[0]) : null;
        var isAlone = named != null && !arguments[0].equals("generate-completion");
        // One for all commands: what a command printed without a line's end would be lost with the process otherwise.
        var out = new PrintWriter(System.out, true, System.out.charset());
        var code = (isAlone ? commandLine(List.of(named)) : commandLine())
                .setOut(out)
                .execute(arguments);
        out.flush();
        System.exit(code);
    }

    /// With all commands.
    static CommandLine commandLine() {
        return commandLine(COMMANDS.values());
    }

    private static CommandLine commandLine(Collection<Supplier<Object>> commands) {
        var commandLine = new CommandLine(new Main());
        commands.forEach(command -> commandLine.addSubcommand(command.get()));
        // What is set counts for the commands that are there by then.
        return commandLine.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(new Failures());
    }

    private static final class Failures implements CommandLine.IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception failure, CommandLine failed, CommandLine.ParseResult parsed) {
            return failed(failure, failed);
        }
    }

    /// What is known gets one line and its code; what is not gets a stack trace.
    private static int failed(Exception failure, CommandLine commandLine) {
        var code = codeOf(failure);
        var err = commandLine.getErr();
        if (code == ExitCode.FAILED && !(failure instanceof CommandFailed)) failure.printStackTrace(err);
        else err.println(commandLine.getColorScheme().errorText("torc: " + failure.getMessage()));
        return code.number();
    }

    private static ExitCode codeOf(Exception failure) {
        return switch (failure) {
            case CommandFailed known -> known.exitCode();
            case DataRefused refused -> refused.exitCode();
            case DeviceRefused _ -> ExitCode.IN_USE;
            case OtherRelease _ -> ExitCode.OTHER_VERSION;
            case MetadataOpenRefused refused ->
                switch (refused.reason()) {
                    case IN_USE -> ExitCode.IN_USE;
                    case OTHER_VERSION, FOREIGN -> ExitCode.OTHER_VERSION;
                    case TOO_FEW_DEVICES, DAMAGED -> ExitCode.DAMAGED;
                    case NOT_WRITABLE -> ExitCode.NOT_WRITABLE;
                };
            default -> ExitCode.FAILED;
        };
    }
}
