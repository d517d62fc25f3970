package torc.objectserver.blob;

import java.nio.ByteBuffer;
import torc.common.id.Id128;

/// One blob on its way to its devices. For one thread. Close in every case: what is not committed is given up.
public interface BlobWriter extends AutoCloseable {
    /// The id that the blob will have.
    Id128 id();

    /// Appends all remaining bytes of `bytes`, which the caller may reuse afterwards. Blocks while the devices are
    /// behind.
    /// Failures show at [#commit()].
    ///
    /// @throws IllegalStateException if more bytes come than were announced
    void write(ByteBuffer bytes);

    /// Makes the blob durable on its write quorum. The bytes so far are the blob, also if fewer than announced.
    BlobWriteOutcome commit();

    @Override
    void close();
}
