package torc.objectserver.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file of the machine's file system.
///
/// Reads and writes go through channels that survive an interruption, and syncs through another that only
/// uninterrupted platform threads touch: it has to stay open from before the first write, because the kernel
/// reports a failed write-back only to descriptors that were open at the time.
final class RealDiskFile implements DiskFile {
    private final Path path;
    private final NativeFiles natives;
    private final FileChannel syncs;
    private final ReopeningChannel channel;
    private final Object directOpening = new Object();
    private volatile @Nullable ReopeningChannel direct;
    private boolean closed;

    RealDiskFile(Path path, NativeFiles natives) throws IOException {
        this.path = path;
        this.natives = natives;
        syncs = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        channel = new ReopeningChannel(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        var start = into.position();
        while (into.hasRemaining()) {
            var count = channel.transfer(file -> file.read(into, position + into.position() - start));
            if (count < 0) break;
        }
        return into.position() - start;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        write(channel, from, position);
    }

    @Override
    public void writeDirect(ByteBuffer from, long position) throws IOException {
        var to = direct;
        write(to != null ? to : openDirect(), from, position);
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
    public void deallocate(long position, long bytes) {
        natives.deallocate(path, position, bytes);
    }

    @Override
    public void close() {
        synchronized (directOpening) {
            closed = true;
            try (syncs;
                    channel;
                    var _ = direct) {
                // All are closed, whatever one of them says.
            } catch (IOException _) {
                // What had to be durable was synced before; the descriptors are gone in any case.
            }
        }
    }

    private static void write(ReopeningChannel to, ByteBuffer from, long position) throws IOException {
        var start = from.position();
        while (from.hasRemaining()) to.transfer(file -> file.write(from, position + from.position() - start));
    }

    /// The channel for direct writes; the common one where the file system has no such thing.
    private ReopeningChannel openDirect() throws IOException {
        synchronized (directOpening) {
            if (closed) throw new ClosedChannelException();
            var opened = direct;
            if (opened == null) {
                opened = directOrCommon();
                direct = opened;
            }
            return opened;
        }
    }

    private ReopeningChannel directOrCommon() throws IOException {
        var option = DirectOption.VALUE;
        if (option.isEmpty() || DIRECT_ALIGNMENT % Files.getFileStore(path).getBlockSize() != 0) return channel;
        try {
            return new ReopeningChannel(path, Set.of(StandardOpenOption.WRITE, option.get()));
        } catch (IOException | UnsupportedOperationException _) {
            return channel;
        }
    }
}
