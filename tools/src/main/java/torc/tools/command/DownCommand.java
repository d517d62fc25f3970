package torc.tools.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import torc.tools.data.DataDirectory;

/// `torc down`: stops the process of a data directory and waits for its end.
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the Torc of a data directory: requests end, everything is synced.")
public final class DownCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--timeout", defaultValue = "30", description = "Seconds to wait (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        // A crash leaves its pid file, and the number may be another process's by now: the lock tells.
        var process = DataDirectory.isInUse(data.path())
                ? DataDirectory.readPid(data.path()).flatMap(ProcessHandle::of)
                : java.util.Optional.<ProcessHandle>empty();
        if (process.isEmpty()) {
            Commands.err(spec).println("No Torc is up on " + data.path() + ".");
            return ExitCode.NOT_RUNNING.number();
        }
        process.get().destroy();
        try {
            process.get().onExit().get(Duration.ofSeconds(timeoutSeconds).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            Commands.err(spec).println("Process " + process.get().pid() + " has not stopped yet.");
            return ExitCode.FAILED.number();
        }
        Commands.out(spec).println("Stopped.");
        return ExitCode.OK.number();
    }
}
