package torc.tools;

import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import torc.objectserver.segment.DeviceRefused;
import torc.ring.metadata.embedded.MetadataOpenRefused;
import torc.tools.bench.BenchCommand;
import torc.tools.chaos.CrashTestCommand;
import torc.tools.command.CommandFailed;
import torc.tools.command.ConfigCommand;
import torc.tools.command.DownCommand;
import torc.tools.command.EnvCommand;
import torc.tools.command.ExitCode;
import torc.tools.command.StatusCommand;
import torc.tools.command.VersionCommand;
import torc.tools.data.DataRefused;
import torc.tools.ringbuilder.RingBuilderCommand;
import torc.tools.up.UpCommand;
import torc.tools.up.WarmUpCommand;

/// The command line of Torc.
@Command(
        name = "torc",
        mixinStandardHelpOptions = true,
        description = "A storage-centric cloud in one program.",
        footer = {"", "The launcher has one command more: torc test [unit | clients | NAME...] runs the tests."},
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            EnvCommand.class,
            StatusCommand.class,
            ConfigCommand.class,
            VersionCommand.class,
            BenchCommand.class,
            RingBuilderCommand.class,
            CrashTestCommand.class,
            WarmUpCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main {
    private Main() {}

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, commandLine, _) -> failed(failure, commandLine));
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
