package torc.tools.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.common.config.ConfigFile;
import torc.common.config.ConfigOutcome;
import torc.tools.config.TorcConfig;

/// `torc config`: all keys with their values and meanings, as a file that `torc up --config` takes.
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Prints every key of the configuration with its meaning, over a file's values if one is given.")
public final class ConfigCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "A configuration to check and to show.")
    private Optional<Path> file = Optional.empty();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var out = Commands.out(spec);
        out.print(ConfigFile.print(file.map(ConfigCommand::read).orElseGet(TorcConfig::defaults)));
        out.flush();
        return ExitCode.OK.number();
    }

    /// @throws CommandFailed with all that is wrong
    public static TorcConfig read(Path file) {
        try {
            return switch (ConfigFile.read(Files.readString(file), TorcConfig.defaults())) {
                case ConfigOutcome.Valid<TorcConfig> valid -> valid.config();
                case ConfigOutcome.Faulty<TorcConfig> faulty ->
                    throw new CommandFailed(
                            ExitCode.BAD_CONFIG,
                            "The configuration " + file + " is faulty:\n  " + String.join("\n  ", faulty.faults()));
            };
        } catch (IOException unreadable) {
            throw new CommandFailed(ExitCode.BAD_CONFIG, "Cannot read the configuration " + file + ": " + unreadable);
        } catch (UncheckedIOException unreadable) {
            throw new CommandFailed(
                    ExitCode.BAD_CONFIG, "Cannot read the configuration " + file + ": " + unreadable.getCause());
        }
    }
}
