package torc.tools.fsck;

import java.io.PrintWriter;

/// Tells on a terminal how far the check is, and nothing anywhere else.
final class Progress {
    private static final int EVERY = 500;

    private final PrintWriter to;
    private final boolean shown;

    Progress(PrintWriter to, boolean shown) {
        this.to = to;
        this.shown = shown;
    }

    void at(String what, long count) {
        if (!shown || count % EVERY != 0) return;
        to.printf("\r\u001b[K%,d %s checked", count, what);
        to.flush();
    }

    /// Clears the line.
    void end() {
        if (!shown) return;
        to.print("\r\u001b[K");
        to.flush();
    }
}
