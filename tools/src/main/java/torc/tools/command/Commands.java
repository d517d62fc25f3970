package torc.tools.command;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// What all commands share.
public final class Commands {
    private Commands() {}

    /// Where a command prints to.
    public static PrintWriter out(@Nullable CommandSpec spec) {
        if (spec == null) throw new IllegalStateException("not run by the command line");
        return spec.commandLine().getOut();
    }

    /// Where a command complains to.
    public static PrintWriter err(@Nullable CommandSpec spec) {
        if (spec == null) throw new IllegalStateException("not run by the command line");
        return spec.commandLine().getErr();
    }
}
