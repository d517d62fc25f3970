package torc.ring.metadata.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import torc.ring.log.Disk;

/// What lies where in a device's folder, and how it is put out of the way.
final class DeviceFolder {
    private static final String COPY = "copy-";

    private final Disk disk;
    private final Path path;

    DeviceFolder(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    Path path() {
        return path;
    }

    /// The RocksDB database, on one device.
    Path state() {
        return path.resolve("state");
    }

    Path restoring() {
        return path.resolve("state.restoring");
    }

    Path checkpoint() {
        return path.resolve("checkpoint.making");
    }

    Path log() {
        return path.resolve("log");
    }

    /// Stands here while a store is made for the first time, when nothing can have been acknowledged yet.
    Path creating() {
        return path.resolve("creating");
    }

    Path lock() {
        return path.resolve("LOCK");
    }

    /// A copy of the state that reaches up to a sequence.
    Path copy(long sequence) {
        return path.resolve(COPY + sequence);
    }

    List<Path> copies() throws IOException {
        return disk.list(path).stream()
                .filter(each -> each.getFileName().toString().startsWith(COPY))
                .toList();
    }

    /// Whether anything but the lock is in the folder.
    boolean isEmpty() throws IOException {
        return disk.list(path).stream().allMatch(lock()::equals);
    }

    /// Puts the restored state into the place of the state, which is moved out of the way.
    void replaceState(StateCopy copies) throws IOException {
        quarantine(copies, List.of(state()));
        disk.rename(restoring(), state());
        disk.syncFolder(path);
    }

    /// Moves things out of the way instead of deleting them; what was moved away before goes.
    void quarantine(StateCopy copies, List<Path> things) throws IOException {
        var quarantine = path.resolve("quarantine");
        copies.deleteFolder(quarantine);
        disk.createFolders(quarantine);
        for (var thing : things) if (disk.exists(thing)) disk.rename(thing, quarantine.resolve(thing.getFileName()));
        disk.syncFolder(path);
    }
}
