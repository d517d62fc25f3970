package torc.ring.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The file operations that the log and its neighbours need: the seam at which tests inject faults.
public interface Disk {
    /// Makes an empty file, replacing one of that name.
    DiskFile create(Path file) throws IOException;

    /// Opens a file that exists for reading and writing.
    DiskFile open(Path file) throws IOException;

    boolean exists(Path path);

    /// The paths in a folder, in order; none if there is no such folder.
    List<Path> list(Path folder) throws IOException;

    void createFolders(Path folder) throws IOException;

    /// Renames atomically, replacing what was there.
    void rename(Path from, Path to) throws IOException;

    /// Deletes a file or an empty folder, if it is there.
    void delete(Path file) throws IOException;

    /// Gives a file a second name.
    void link(Path existing, Path name) throws IOException;

    /// Makes the names in a folder durable.
    void syncFolder(Path folder) throws IOException;

    /// Bytes that this process may still write on the device of a folder.
    long usableBytes(Path folder) throws IOException;
}
