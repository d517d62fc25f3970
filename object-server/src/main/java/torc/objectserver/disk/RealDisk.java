package torc.objectserver.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A folder of the machine's file system.
public final class RealDisk implements Disk {
    private final Path folder;
    private final FileStore store;
    private final NativeFiles natives;

    /// @param folder is made if it is not there
    public RealDisk(Path folder) {
        try {
            this.folder = Files.createDirectories(folder);
            store = Files.getFileStore(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use folder " + folder, e);
        }
        natives = NativeFiles.forThisMachine();
    }

    @Override
    public List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new RealDiskFile(folder.resolve(name), natives);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void syncNames() throws IOException {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return store.getUsableSpace();
    }

    @Override
    public long totalBytes() throws IOException {
        return store.getTotalSpace();
    }
}
