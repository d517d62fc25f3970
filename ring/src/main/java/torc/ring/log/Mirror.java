package torc.ring.log;

import java.io.IOException;
import java.nio.file.Path;

/// A device that takes part in a log. What it knows about itself changes under its own lock.
final class Mirror {
    private final Disk disk;
    private final Path folder;
    private final MirrorLog log;
    private MirrorFile file;

    Mirror(Disk disk, Path folder, MirrorLog log, MirrorFile file) {
        this.disk = disk;
        this.folder = folder;
        this.log = log;
        this.file = file;
    }

    int index() {
        return file().index();
    }

    Path folder() {
        return folder;
    }

    MirrorLog log() {
        return log;
    }

    synchronized MirrorFile file() {
        return file;
    }

    /// Changes what the device knows about itself, durably.
    synchronized void update(java.util.function.UnaryOperator<MirrorFile> change) throws IOException {
        var changed = change.apply(file);
        changed.write(disk, folder);
        file = changed;
    }
}
