package torc.objectserver.device;

import java.util.zip.CRC32C;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;

/// What reading a copy from its first to its last byte gave.
public sealed interface CopyChecksum {
    /// @param bytes the copy's length
    /// @param crc32c of all its bytes
    record Of(long bytes, long crc32c) implements CopyChecksum {}

    /// It could not be read to its end.
    record Unread(String cause) implements CopyChecksum {}

    /// Reads the copy through the device.
    static CopyChecksum read(BlobDevice device, Id128 blob) {
        try {
            return switch (device.read(blob, 0, Long.MAX_VALUE)) {
                case DeviceReadOutcome.Opened(var blobBytes, var source) -> sum(source, blobBytes);
                case DeviceReadOutcome.Missing _ -> new Unread("missing");
                case DeviceReadOutcome.Damaged(var cause) -> new Unread("damaged: " + cause);
                case DeviceReadOutcome.Unavailable(var cause) -> new Unread(cause);
            };
        } catch (BlobDamaged | DeviceUnavailable e) {
            return new Unread(String.valueOf(e.getMessage()));
        }
    }

    private static CopyChecksum sum(ByteSource source, long blobBytes) {
        var sum = new CRC32C();
        long bytes = 0;
        try (source) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                try {
                    bytes += chunk.bytes().remaining();
                    sum.update(chunk.bytes().duplicate());
                } finally {
                    chunk.release();
                }
            }
        }
        return bytes == blobBytes
                ? new Of(bytes, sum.getValue())
                : new Unread(bytes + " of " + blobBytes + " bytes read");
    }
}
