package torc.tools.devcluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Programs of this machine.
public final class Shell {
    private Shell() {}

    /// What a program left.
    ///
    /// @param output both of its outputs
    public record Ran(int exit, String output) {}

    /// Runs it to its end.
    public static Ran run(List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// @throws IllegalStateException with the output if it does not end with 0
    public static String must(List<String> command) throws InterruptedException {
        var ran = run(command);
        if (ran.exit() != 0)
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + ran.exit() + ": " + ran.output());
        return ran.output();
    }

    public static String must(String... command) throws InterruptedException {
        return must(List.of(command));
    }

    /// Whether there is a program of that name on the path, or where administrators have theirs.
    public static boolean has(String program) {
        var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
