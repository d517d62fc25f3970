package torc.tools.data;

import torc.tools.command.ExitCode;

/// A data directory that cannot be used, and why, in words for the operator.
public final class DataRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public DataRefused(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
