package torc.tools.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this process was started, so that it can start others of its kind.
public final class OwnProgram {
    private static final String MAIN = "torc.tools.Main";

    private OwnProgram() {}

    /// This process's command line, arguments included. `ProcessHandle` cuts off long ones, so it is read from
    /// Linux.
    public static List<String> commandLine() {
        try {
            var arguments = Files.readString(Path.of("/proc/self/cmdline")).split("\0", -1);
            var command = new ArrayList<>(List.of(arguments));
            command.removeLast(); // What follows the last NUL.
            return command;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read this process's command line", unreadable);
        }
    }

    /// The part of it that is the program; a command and its arguments go behind.
    ///
    /// @throws IllegalStateException if this process is no `torc`
    public static List<String> torc() {
        var all = commandLine();
        var main = all.indexOf(MAIN);
        if (main < 0) throw new IllegalStateException("this process was not started as torc; give --launcher");
        return List.copyOf(all.subList(0, main + 1));
    }
}
