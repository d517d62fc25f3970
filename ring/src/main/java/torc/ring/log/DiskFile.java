package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file.
public interface DiskFile extends AutoCloseable {
    /// Writes all that remains in `bytes` at an offset.
    void write(ByteBuffer bytes, long offset) throws IOException;

    /// Fills `bytes` from an offset on, up to its limit or the end of the file.
    void read(ByteBuffer bytes, long offset) throws IOException;

    long size() throws IOException;

    /// Makes the written bytes durable (fdatasync). After a failure nothing may be concluded from a later success.
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
