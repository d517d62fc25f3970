package torc.tools.chaos.history;

/// One operation of one client on one key.
///
/// @param node that was asked, from 0
/// @param invoked monotonic nanoseconds before it was sent
/// @param returned monotonic nanoseconds after the answer, or after the client gave up
/// @param note what else there is to say: the status, the cause
public record Operation(
        int client,
        int node,
        String dialect,
        String key,
        Step step,
        Outcome outcome,
        long invoked,
        long returned,
        String note) {
    public Operation {
        if (returned < invoked) throw new IllegalArgumentException("it ended before it began");
        if (outcome == Outcome.UNKNOWN && step.looks())
            throw new IllegalArgumentException("a look that saw nothing known is no operation");
    }

    /// As a line of a history, times in milliseconds since `origin`.
    public String text(long origin) {
        return String.format(
                "%10.3f %10.3f  c%-3d n%-2d %-5s %-8s %-16s %s%s",
                (invoked - origin) / 1e6,
                (returned - origin) / 1e6,
                client,
                node + 1,
                dialect,
                outcome,
                key,
                step,
                note.isEmpty() ? "" : "  (" + note + ")");
    }
}
