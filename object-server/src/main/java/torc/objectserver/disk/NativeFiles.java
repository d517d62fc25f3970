package torc.objectserver.disk;

import java.io.IOException;
import java.nio.file.Path;

/// What the Java library cannot ask of a kernel.
sealed interface NativeFiles permits LinuxFiles, NativeFiles.Absent {
    /// See [DiskFile#preallocate].
    void preallocate(Path file, long position, long bytes) throws IOException;

    /// See [DiskFile#deallocate].
    void deallocate(Path file, long position, long bytes);

    /// The best that this machine has. Loads nothing yet: that would slow the start of the process.
    static NativeFiles forThisMachine() {
        return System.getProperty("os.name", "").equals("Linux") ? new LinuxFiles() : new Absent();
    }

    /// The fallback: both are hints, so nothing is a right answer.
    record Absent() implements NativeFiles {
        @Override
        public void preallocate(Path file, long position, long bytes) {}

        @Override
        public void deallocate(Path file, long position, long bytes) {}
    }
}
