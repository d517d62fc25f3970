package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps a second process, and a second store in this one, out of the folders.
final class FolderLocks implements AutoCloseable {
    /// The folders that this process has. The system's locks do not tell: they belong to the process, which loses
    /// one with the first channel of that file that it closes, so a second channel must never be opened.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final List<FileChannel> held = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();

    /// @throws MetadataOpenRefused if somebody else has it
    void acquire(Path file) throws IOException {
        var folder = file.resolveSibling(".").toRealPath();
        if (!HELD_HERE.add(folder)) throw inUse(file);
        folders.add(folder);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        held.add(channel);
        try {
            if (channel.tryLock() != null) return;
        } catch (OverlappingFileLockException _) {
            // This process has it.
        }
        throw inUse(file);
    }

    private static MetadataOpenRefused inUse(Path file) {
        return new MetadataOpenRefused(
                MetadataOpenRefused.Reason.IN_USE, "metadata folder " + file.getParent() + " is in use already");
    }

    @Override
    public void close() {
        try {
            closeChannels();
        } finally {
            folders.forEach(HELD_HERE::remove);
            folders.clear();
        }
    }

    private void closeChannels() {
        for (var channel : held) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
