package torc.tools.fsck;

import java.io.PrintWriter;

/// Tells on a terminal how far the check is, and nothing anywhere else.
final class TerminalProgress implements Progress {
    private static final int EVERY = 500;

    private final PrintWriter to;
    private final boolean shown;

    TerminalProgress(PrintWriter to, boolean shown) {
        this.to = to;
        this.shown = shown;
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway has not heard that it is never null now.
    static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public void rows(long count) {
        if (count % EVERY == 0) line("%,d containers and accounts checked".formatted(count));
    }

    @Override
    public void blobs(long count, int partition, int partitions) {
        if (count % EVERY == 0)
            line("%,d blobs checked, %d %%".formatted(count, 100L * partition / Math.max(1, partitions)));
    }

    @Override
    public void waits(String what) {
        line(what);
    }

    /// Writes over what was written last.
    void line(String text) {
        if (!shown) return;
        to.print("\r\u001b[K" + text);
        to.flush();
    }

    /// Clears the line.
    void end() {
        line("");
    }
}
