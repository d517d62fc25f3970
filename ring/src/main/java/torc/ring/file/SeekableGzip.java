package torc.ring.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A gzip stream in which a reader can begin at the end of any piece: each ends on a byte and refers to
/// nothing before it. Pieces may be stored as they are, which makes their length in the file known.
final class SeekableGzip {
    /// RFC 1952, section 2.3: magic, deflate, no flags, no time, best compression, unknown system.
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, (byte) 0xff};

    /// RFC 1951, section 3.2.4: an empty stored block, which is how zlib marks a flush.
    private static final byte[] FLUSH = {0, 0, 0, (byte) 0xff, (byte) 0xff};

    /// The same with the bit that ends the stream.
    private static final byte[] LAST = {1, 0, 0, (byte) 0xff, (byte) 0xff};

    private static final int MAX_STORED_BYTES = 0xffff;

    private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
    private final CRC32 checksum = new CRC32();
    private long unpackedBytes;

    SeekableGzip() {
        packed.writeBytes(HEADER);
    }

    /// Where the next piece begins in the file.
    int packedBytes() {
        return packed.size();
    }

    /// Where the next piece begins in the unpacked content.
    long unpackedBytes() {
        return unpackedBytes;
    }

    void compressed(byte[] piece) {
        count(piece);
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(piece);
            var buffer = new byte[64 << 10];
            for (var written = buffer.length; written == buffer.length; ) {
                written = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
                packed.write(buffer, 0, written);
            }
        } finally {
            deflater.end();
        }
    }

    /// Takes ten bytes more in the file than the piece has.
    void stored(byte[] piece) {
        if (piece.length > MAX_STORED_BYTES) throw new IllegalArgumentException(piece.length + " bytes in one block");
        count(piece);
        var lengths = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
        lengths.put((byte) 0).putShort((short) piece.length).putShort((short) ~piece.length);
        packed.writeBytes(lengths.array());
        packed.writeBytes(piece);
        packed.writeBytes(FLUSH);
    }

    private void count(byte[] piece) {
        checksum.update(piece);
        unpackedBytes += piece.length;
    }

    byte[] finish() {
        packed.writeBytes(LAST);
        packed.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) unpackedBytes)
                .array());
        return packed.toByteArray();
    }
}
