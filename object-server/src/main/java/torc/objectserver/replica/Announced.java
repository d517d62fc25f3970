package torc.objectserver.replica;

import torc.objectserver.device.BlobHeader;

/// Counts bytes against what was announced.
final class Announced {
    private Announced() {}

    /// @throws IllegalStateException if a blob would get longer than announced
    static long plus(long bytes, int more, BlobHeader header) {
        var sum = Math.addExact(bytes, more);
        if (sum > header.maxBytes())
            throw new IllegalStateException(
                    "blob " + header.id() + " was announced with at most " + header.maxBytes() + " bytes");
        return sum;
    }
}
