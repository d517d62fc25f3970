package torc.objectserver.erasure;

/// Where a blob's bytes are in its fragments: row by row, each row a cell of every fragment. Cells have 64 KiB,
/// which is what a device
/// checks at a time; those of the last row are shorter, so that a small blob costs no more than its share.
///
/// @param data data fragments
/// @param parity parity fragments
/// @param fragmentBytes bytes of each fragment, its trailer included
record StripeLayout(int data, int parity, long fragmentBytes) {
    static final int CELL_BYTES = 64 << 10;

    StripeLayout {
        if (fragmentBytes < FragmentTrailer.bytes(data + parity))
            throw new IllegalArgumentException("a fragment of " + fragmentBytes + " bytes has no room for its trailer");
    }

    /// Bytes of a fragment before its trailer.
    long cellsBytes() {
        return fragmentBytes - FragmentTrailer.bytes(data + parity);
    }

    long rows() {
        return (cellsBytes() + CELL_BYTES - 1) / CELL_BYTES;
    }

    int cellBytes(long row) {
        return (int) Math.min(CELL_BYTES, cellsBytes() - row * CELL_BYTES);
    }

    long rowBytes() {
        return (long) data * CELL_BYTES;
    }

    /// The row that a byte of the blob is in.
    long rowOf(long blobByte) {
        return blobByte / rowBytes();
    }

    /// The data fragment that a byte of the blob is in.
    int indexOf(long blobByte) {
        return (int) (blobByte % rowBytes() / cellBytes(rowOf(blobByte)));
    }

    /// Where in its cell a byte of the blob is.
    int offsetOf(long blobByte) {
        return (int) (blobByte % rowBytes() % cellBytes(rowOf(blobByte)));
    }

    /// The blob's greatest possible length.
    long mostBytes() {
        return data * cellsBytes();
    }

    /// The last cells of the last row may be filled up with zeros, fewer than there are cells: up to here all is
    /// the blob's.
    long leastBytes() {
        return Math.max(0, mostBytes() - data + 1);
    }
}
