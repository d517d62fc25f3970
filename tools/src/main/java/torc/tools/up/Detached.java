package torc.tools.up;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import torc.tools.command.CommandFailed;
import torc.tools.command.ExitCode;
import torc.tools.command.OwnProgram;
import torc.tools.data.DataDirectory;

/// Starts the same command again in the background and waits until it serves.
final class Detached {
    private static final long POLL_MILLIS = 20;
    private static final long PATIENCE_MILLIS = 120_000;

    private final Path data;
    private final PrintWriter out;
    private final PrintWriter err;

    Detached(Path data, PrintWriter out, PrintWriter err) {
        this.data = data;
        this.out = out;
        this.err = err;
    }

    int run() throws InterruptedException {
        var log = data.toAbsolutePath().resolve("torc.log");
        try {
            Files.createDirectories(
                    data,
                    java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                            java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
            var offset = Files.exists(log) ? Files.size(log) : 0;
            var process = new ProcessBuilder(command())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectErrorStream(true)
                    .start();
            return await(process, log, offset);
        } catch (IOException failed) {
            throw new CommandFailed(ExitCode.NOT_WRITABLE, "Cannot start in the background: " + failed.getMessage());
        }
    }

    private int await(Process process, Path log, long offset) throws InterruptedException, IOException {
        for (long waited = 0; waited < PATIENCE_MILLIS; waited += POLL_MILLIS) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                err.print(Files.readString(log).substring((int) offset));
                err.flush();
                return process.exitValue();
            }
            var running = DataDirectory.running(data);
            if (running.isPresent() && running.get().processId() == process.pid()) {
                out.printf(
                        "Torc is up: %s, S3 %s (process %d, log %s)%n",
                        running.get().api(), running.get().s3(), process.pid(), log);
                return ExitCode.OK.number();
            }
        }
        process.destroy();
        err.println("Torc did not come up in time; see " + log);
        return ExitCode.FAILED.number();
    }

    /// This process's own command line without the option.
    private static List<String> command() {
        var command = new ArrayList<>(OwnProgram.commandLine());
        command.removeIf("--detach"::equals);
        return command;
    }
}
