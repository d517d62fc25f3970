package torc.objectserver.disk;

import java.io.IOException;
import java.nio.file.Path;
import jnr.ffi.LibraryLoader;
import jnr.ffi.types.mode_t;
import jnr.ffi.types.off_t;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Linux's posix_fallocate and fallocate, through jnr-ffi, on descriptors of their own, since a FileChannel
/// does not tell its number. The library is loaded at the first call, which only background threads and long
/// streams make.
final class LinuxFiles implements NativeFiles {
    private static final Logger log = LoggerFactory.getLogger(LinuxFiles.class);

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;
    private static final int ENOSPC = 28;

    @Override
    public void preallocate(Path file, long position, long bytes) throws IOException {
        var c = Loaded.C;
        if (c == null) return;
        var descriptor = c.open(file.toString(), O_RDWR | O_CLOEXEC, 0);
        if (descriptor < 0) return;
        try {
            // Any other error means that the file system cannot, or was interrupted: the zeros are written anyway.
            if (c.posix_fallocate(descriptor, position, bytes) == ENOSPC)
                throw new IOException("No space left on device");
        } finally {
            c.close(descriptor);
        }
    }

    @Override
    public void deallocate(Path file, long position, long bytes) {
        var c = Loaded.C;
        if (c == null) return;
        var descriptor = c.open(file.toString(), O_RDWR | O_CLOEXEC, 0);
        if (descriptor < 0) return;
        try {
            c.fallocate(descriptor, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, position, bytes);
        } finally {
            c.close(descriptor);
        }
    }

    /// The C library's own names and types; public because jnr-ffi implements it.
    public interface LibC {
        int open(String path, int flags, @mode_t int mode);

        int close(int descriptor);

        int posix_fallocate(int descriptor, @off_t long offset, @off_t long length);

        int fallocate(int descriptor, int mode, @off_t long offset, @off_t long length);
    }

    private static final class Loaded {
        static final @Nullable LibC C = load();

        private static @Nullable LibC load() {
            try {
                return LibraryLoader.create(LibC.class).load("c");
            } catch (LinkageError | RuntimeException e) {
                log.info("No native file calls on this machine cause={}", e.toString());
                return null;
            }
        }
    }
}
