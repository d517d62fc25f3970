package torc.objectserver.disk;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/// A channel for many threads. A FileChannel closes itself, for all its users, when a thread that works on it is
/// interrupted; this one is opened again when that happens, and the thread stays interrupted.
final class ReopeningChannel implements AutoCloseable {
    /// Tries of one read or write that finds its channel closed by somebody's interruption.
    private static final int REOPENINGS = 100;

    private final Path path;
    private final Set<OpenOption> options;
    private final Object reopening = new Object();
    private volatile FileChannel channel;
    private volatile boolean closed;

    /// @param options must not create the file
    ReopeningChannel(Path path, Set<OpenOption> options) throws IOException {
        this.path = path;
        this.options = options;
        channel = FileChannel.open(path, options);
    }

    int transfer(Transfer transfer) throws IOException {
        var interrupted = Thread.interrupted();
        try {
            for (var attempt = 0; ; attempt++) {
                var used = channel;
                try {
                    return transfer.on(used);
                } catch (ClosedChannelException e) {
                    if (e instanceof ClosedByInterruptException) interrupted |= Thread.interrupted();
                    if (closed || attempt >= REOPENINGS) throw e;
                    reopen(used);
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (reopening) {
            closed = true;
            channel.close();
        }
    }

    private void reopen(FileChannel lost) throws IOException {
        synchronized (reopening) {
            if (closed) throw new ClosedChannelException();
            if (channel.equals(lost)) channel = FileChannel.open(path, options);
        }
    }

    @FunctionalInterface
    interface Transfer {
        int on(FileChannel channel) throws IOException;
    }
}
