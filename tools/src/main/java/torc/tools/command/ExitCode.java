package torc.tools.command;

/// What the exit code of `torc` says (docs/operating.md, "Exit codes").
public enum ExitCode {
    OK(0),
    /// Something failed that has no code of its own.
    FAILED(1),
    /// The command line is wrong.
    USAGE(2),
    /// No process is up on the data directory.
    NOT_RUNNING(3),
    /// The configuration is faulty.
    BAD_CONFIG(10),
    /// Another process has the data directory.
    IN_USE(11),
    /// The data directory is of another version, or not Torc's.
    OTHER_VERSION(12),
    /// The data directory cannot be written.
    NOT_WRITABLE(13),
    /// A port is taken.
    PORT_IN_USE(14),
    /// It would listen beyond loopback without TLS.
    INSECURE(15),
    /// What the data directory holds is damaged beyond what can be healed.
    DAMAGED(16),
    /// The check of a data directory found faults, and some are left.
    FAULTY(17),
    /// The cluster, or the state of the data directory, does not allow it.
    REFUSED(18),
    /// A check found no fault, but could not look at everything.
    INCOMPLETE(19);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
