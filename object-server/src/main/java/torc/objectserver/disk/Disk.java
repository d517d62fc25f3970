package torc.objectserver.disk;

import java.io.IOException;
import java.util.List;

/// One folder of files on a disk. Safe for many threads.
public interface Disk {
    /// The names of all files, in order of name.
    List<String> names() throws IOException;

    /// Opens a file for reading and writing, and makes it if it is not there. Its name is durable after
    /// the next [#syncNames()]. Several handles of one file may be open at once.
    DiskFile open(String name) throws IOException;

    /// Removes a file. Handles that are open stay readable.
    void delete(String name) throws IOException;

    /// Makes all names that were made or removed durable.
    void syncNames() throws IOException;

    /// Bytes that may still be written, by the file system's own count.
    long usableBytes() throws IOException;

    /// Size of the file system.
    long totalBytes() throws IOException;
}
