package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Keeps a second process, and a second store in this one, out of the folders.
final class FolderLocks implements AutoCloseable {
    private final List<FileChannel> held = new ArrayList<>();

    /// @throws MetadataOpenRefused if somebody else has it
    void acquire(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        held.add(channel);
        try {
            if (channel.tryLock() != null) return;
        } catch (OverlappingFileLockException _) {
            // This process has it.
        }
        throw new MetadataOpenRefused(
                MetadataOpenRefused.Reason.IN_USE,
                "metadata folder " + file.getParent() + " is in use by another process");
    }

    @Override
    public void close() {
        for (var channel : held) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
