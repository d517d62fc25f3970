package torc.objectserver.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of the machine's file system.
///
/// A FileChannel closes itself, for all its users, when a thread that works on it is interrupted. So reads and
/// writes go through one channel that is opened again when that happens, and syncs through another that only
/// uninterrupted platform threads touch: it has to stay open from before the first write, because the kernel
/// reports a failed write-back only to descriptors that were open at the time.
final class RealDiskFile implements DiskFile {
    /// Tries of one read or write that finds its channel closed by somebody's interruption.
    private static final int REOPENINGS = 100;

    private final Path path;
    private final NativeFiles natives;
    private final FileChannel syncs;
    private final Object reopening = new Object();
    private volatile FileChannel channel;
    private volatile boolean closed;

    RealDiskFile(Path path, NativeFiles natives) throws IOException {
        this.path = path;
        this.natives = natives;
        syncs = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        channel = syncs;
        channel = reopen(syncs);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        var start = into.position();
        while (into.hasRemaining()) {
            var count = transfer(channel -> channel.read(into, position + into.position() - start));
            if (count < 0) break;
        }
        return into.position() - start;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        var start = from.position();
        while (from.hasRemaining()) transfer(channel -> channel.write(from, position + from.position() - start));
    }

    @Override
    public long size() throws IOException {
        return syncs.size();
    }

    @Override
    public void truncate(long bytes) throws IOException {
        syncs.truncate(bytes);
    }

    @Override
    public void sync() throws IOException {
        syncs.force(false);
    }

    @Override
    public void preallocate(long position, long bytes) throws IOException {
        natives.preallocate(path, position, bytes);
    }

    @Override
    public void startWriteback(long position, long bytes) {
        natives.startWriteback(path, position, bytes);
    }

    @Override
    public void close() {
        try {
            synchronized (reopening) {
                closed = true;
                channel.close();
                syncs.close();
            }
        } catch (IOException _) {
            // What had to be durable was synced before; the descriptor is gone in any case.
        }
    }

    private int transfer(Transfer transfer) throws IOException {
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

    private FileChannel reopen(FileChannel lost) throws IOException {
        synchronized (reopening) {
            if (closed) throw new ClosedChannelException();
            if (channel.equals(lost))
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return channel;
        }
    }

    @FunctionalInterface
    private interface Transfer {
        int on(FileChannel channel) throws IOException;
    }
}
