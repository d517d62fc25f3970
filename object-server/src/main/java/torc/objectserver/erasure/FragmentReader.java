package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.DeviceReadOutcome;

/// Reads one fragment of a device from its first to its last byte, at a given pace, and takes the checksum of its
/// cells. For one thread; whatever goes wrong is thrown.
final class FragmentReader implements AutoCloseable {
    private final Id128 fragment;
    private final BlobDevice device;
    private final ByteSource source;
    private final Pace pace;
    private final CRC32C cells = new CRC32C();
    private @Nullable Chunk chunk;

    /// A fragment cannot be read as it should be.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(BlobDevice device, Id128 fragment, String cause) {
            super("fragment " + fragment + " on " + device.name() + ": " + cause);
        }
    }

    FragmentReader(Id128 fragment, BlobDevice device, StripeLayout layout, Pace pace) {
        this.fragment = fragment;
        this.device = device;
        this.pace = pace;
        this.source = open(device, fragment, 0, layout.fragmentBytes(), layout.fragmentBytes());
    }

    private static ByteSource open(BlobDevice device, Id128 fragment, long first, long end, long wantedBytes) {
        return switch (device.read(fragment, first, end)) {
            case DeviceReadOutcome.Opened(var bytes, var opened) when bytes == wantedBytes -> opened;
            case DeviceReadOutcome.Opened(var bytes, var opened) -> {
                opened.close();
                throw new Unreadable(device, fragment, bytes + " instead of " + wantedBytes + " bytes");
            }
            case DeviceReadOutcome.Missing _ -> throw new Unreadable(device, fragment, "missing");
            case DeviceReadOutcome.Damaged(var cause) -> throw new Unreadable(device, fragment, cause);
            case DeviceReadOutcome.Unavailable(var cause) -> throw new Unreadable(device, fragment, cause);
        };
    }

    /// Its trailer; empty if its last bytes are none. Whatever goes wrong is thrown.
    static Optional<FragmentTrailer> trailer(BlobDevice device, Id128 fragment, StripeLayout layout) {
        var bytes = ByteBuffer.allocate((int) (layout.fragmentBytes() - layout.cellsBytes()));
        var reader = open(device, fragment, layout.cellsBytes(), layout.fragmentBytes(), layout.fragmentBytes());
        try (reader) {
            for (var next = reader.next(); next != null; next = reader.next()) {
                try {
                    if (next.bytes().remaining() > bytes.remaining())
                        throw new Unreadable(device, fragment, "more bytes than it has");
                    bytes.put(next.bytes());
                } finally {
                    next.release();
                }
            }
        }
        return FragmentTrailer.decode(bytes.flip(), layout.data(), layout.parity(), FragmentIds.index(fragment));
    }

    /// Fills the buffer from its beginning to its limit with the next cell.
    ///
    /// @throws Unreadable also if the fragment ends before (THREATS D04)
    void read(ByteBuffer cell) throws InterruptedException {
        cell.position(0);
        pace.spend(cell.remaining());
        while (cell.hasRemaining()) {
            if (chunk == null) chunk = source.next();
            if (chunk == null) throw new Unreadable(device, fragment, "ends early");
            var bytes = chunk.bytes();
            var step = Math.min(bytes.remaining(), cell.remaining());
            cell.put(bytes.slice(bytes.position(), step));
            bytes.position(bytes.position() + step);
            if (!bytes.hasRemaining()) letGo();
        }
        cell.flip();
        cells.update(cell.duplicate());
    }

    /// @throws Unreadable if what was read is not what was written
    void check(FragmentTrailer trailer) {
        if ((int) cells.getValue() != trailer.checksums()[FragmentIds.index(fragment)])
            throw new Unreadable(device, fragment, "its cells are not those that were written");
    }

    /// Reads all cells and compares their checksum.
    ///
    /// @throws Unreadable if they are not what was written
    static void check(Id128 fragment, BlobDevice device, StripeLayout layout, FragmentTrailer trailer, Pace pace)
            throws InterruptedException {
        var cell = ByteBuffer.allocate(StripeLayout.CELL_BYTES);
        try (var reader = new FragmentReader(fragment, device, layout, pace)) {
            for (long row = 0; row < layout.rows(); row++)
                reader.read(cell.clear().limit(layout.cellBytes(row)));
            reader.check(trailer);
        }
    }

    private void letGo() {
        if (chunk != null) chunk.release();
        chunk = null;
    }

    BlobDevice device() {
        return device;
    }

    @Override
    public void close() {
        letGo();
        source.close();
    }
}
