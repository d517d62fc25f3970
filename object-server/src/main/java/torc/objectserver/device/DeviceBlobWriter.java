package torc.objectserver.device;

import java.nio.ByteBuffer;

/// A blob on its way to one device. For one thread. Close in every case.
public interface DeviceBlobWriter extends AutoCloseable {
    /// Appends all remaining bytes; the caller may reuse the buffer afterwards. Failures show at [#commit()].
    void write(ByteBuffer bytes);

    /// Makes the blob durable and findable.
    DeviceWriteOutcome commit();

    /// Gives up what is not committed, and its space.
    @Override
    void close();

    /// How it ended.
    sealed interface DeviceWriteOutcome {
        /// Under an fdatasync, and indexed.
        record Durable(long bytes) implements DeviceWriteOutcome {}

        /// The device failed; the blob is not there.
        record Failed(String cause) implements DeviceWriteOutcome {}
    }
}
