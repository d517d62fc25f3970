package torc.objectserver.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file. Safe for many threads, each at its own position.
public interface DiskFile extends AutoCloseable {
    /// What [#writeDirect] asks of places, lengths and addresses, in bytes.
    int DIRECT_ALIGNMENT = 4096;

    /// Reads from `position` until the buffer or the file ends.
    ///
    /// @return the bytes read; fewer than remained in the buffer only at the end of the file
    int read(ByteBuffer into, long position) throws IOException;

    /// Writes all remaining bytes at `position`. After an exception any part of them may have been written.
    void write(ByteBuffer from, long position) throws IOException;

    /// As [#write], past the operating system's cache where the file system can: for bytes that are too many to copy
    /// there and need not be found there soon. It must not touch what [#write] may have left in the same blocks.
    ///
    /// @param from its address and its remaining bytes are multiples of [#DIRECT_ALIGNMENT]
    /// @param position a multiple of it too
    void writeDirect(ByteBuffer from, long position) throws IOException;

    long size() throws IOException;

    void truncate(long bytes) throws IOException;

    /// Makes the bytes written so far durable (fdatasync). After an exception nothing is known of them, and
    /// asking again proves nothing: a kernel reports a lost page once.
    void sync() throws IOException;

    /// Sets blocks aside for a range, if the file system can; their bytes read as zeros.
    void preallocate(long position, long bytes) throws IOException;

    /// Gives the blocks of a range back to the file system, if it can; their bytes then read as zeros. A hint.
    void deallocate(long position, long bytes);

    @Override
    void close();
}
