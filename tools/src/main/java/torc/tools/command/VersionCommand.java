package torc.tools.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `torc version`.
@Command(name = "version", mixinStandardHelpOptions = true, description = "Prints the version of Torc and of Java.")
public final class VersionCommand implements Callable<Integer> {
    /// The version of this program; the same as the root pom's, which a test compares.
    public static final String VERSION = "0.1.0";

    @Option(names = "--json", description = "Print a JSON object instead.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var java = Runtime.version().toString();
        Commands.out(spec)
                .println(
                        json
                                ? "{\"torc\":\"" + VERSION + "\",\"java\":\"" + java + "\"}"
                                : "torc " + VERSION + " on Java " + java);
        return ExitCode.OK.number();
    }
}
