package torc.tools.encryption;

import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import torc.tools.command.CommandFailed;
import torc.tools.command.Commands;
import torc.tools.command.DataOption;
import torc.tools.command.ExitCode;
import torc.tools.data.DataDirectory;
import torc.tools.data.EncryptionKeys;

/// `torc encryption`: the root secrets that objects are encrypted under.
@Command(
        name = "encryption",
        mixinStandardHelpOptions = true,
        description = "Changes the root secret of encryption at rest.",
        subcommands = EncryptionCommand.Rotate.class)
public final class EncryptionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Commands.err(spec).println("torc encryption rotate, or torc encryption --help");
        return ExitCode.USAGE.number();
    }

    /// `torc encryption rotate`: on a data directory that no process has.
    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Draws a new root secret for what is stored from the next start on; Torc must be down.")
    static final class Rotate implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            if (DataDirectory.layoutOf(data.path()).isEmpty())
                throw new CommandFailed(
                        ExitCode.NOT_RUNNING, "no Torc was ever started in " + data.path() + "; start it: torc up");
            try (var directory = DataDirectory.open(data.path())) {
                var secrets = EncryptionKeys.read(directory.root())
                        .orElseThrow(() -> new CommandFailed(
                                ExitCode.REFUSED,
                                "nothing was ever encrypted in " + data.path()
                                        + "; start it with objects.encryption: true"));
                var number = EncryptionKeys.rotate(directory.root(), secrets, new SecureRandom());
                Commands.out(spec)
                        .println("Root secret " + number + " is active from the next start on. Keep a copy of "
                                + directory.root().resolve("encryption-keys") + ".");
                return ExitCode.OK.number();
            }
        }
    }
}
