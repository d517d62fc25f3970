package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The end of every fragment (docs/formats.md, "Fragments of blobs").
///
/// @param blobBytes the blob's length
/// @param checksums CRC32C of the cells of each fragment: a fragment that is rebuilt must come to its own
record FragmentTrailer(int data, int parity, int index, long blobBytes, int[] checksums) {
    private static final int MAGIC = 0x54467267; // "TFrg"
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 24;

    static int bytes(int fragments) {
        return FIXED_BYTES + 4 * fragments;
    }

    ByteBuffer encode() {
        var out = ByteBuffer.allocate(bytes(data + parity)).order(ByteOrder.BIG_ENDIAN);
        for (var checksum : checksums) out.putInt(checksum);
        out.putInt(MAGIC)
                .put((byte) VERSION)
                .put((byte) data)
                .put((byte) parity)
                .put((byte) index);
        out.putInt(StripeLayout.CELL_BYTES).putLong(blobBytes);
        return out.putInt(crc(out)).flip();
    }

    /// Empty if these bytes are no trailer of such a fragment.
    static Optional<FragmentTrailer> decode(ByteBuffer bytes, int data, int parity, int index) {
        var in = bytes.slice().order(ByteOrder.BIG_ENDIAN);
        if (in.remaining() != bytes(data + parity)) return Optional.empty();
        var checksums = new int[data + parity];
        for (var i = 0; i < checksums.length; i++) checksums[i] = in.getInt();
        var known = in.getInt() == MAGIC
                && in.get() == VERSION
                && in.get() == data
                && in.get() == parity
                && in.get() == index
                && in.getInt() == StripeLayout.CELL_BYTES;
        var blobBytes = in.getLong();
        var isWhole = in.getInt(in.position()) == crc(in);
        return known && isWhole
                ? Optional.of(new FragmentTrailer(data, parity, index, blobBytes, checksums))
                : Optional.empty();
    }

    /// Of everything before the position.
    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().flip());
        return (int) crc.getValue();
    }
}
