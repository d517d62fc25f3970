package torc.common.http.server;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/// Takes the chunked transfer coding apart (RFC 9112 §7.1). Extensions and trailers are read and dropped.
///
/// One for each body; event loop only.
final class ChunkedFraming {
    private static final int MAX_SIZE_LINE_BYTES = 4096;
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_TRAILER_BYTES = 16 << 10;

    private Expecting expecting = Expecting.SIZE;
    private long remaining;
    private int trailerBytes;

    private enum Expecting {
        SIZE,
        DATA,
        END_OF_DATA,
        TRAILER
    }

    enum Step {
        MORE,
        END,
        MALFORMED
    }

    /// Reads what is there; hands retained slices of data to `sink`.
    Step feed(ByteBuf in, Consumer<ByteBuf> sink) {
        while (in.isReadable()) {
            switch (expecting) {
                case DATA -> {
                    var length = (int) Math.min(remaining, in.readableBytes());
                    sink.accept(in.readRetainedSlice(length));
                    remaining -= length;
                    if (remaining == 0) expecting = Expecting.END_OF_DATA;
                }
                case END_OF_DATA -> {
                    if (in.readableBytes() < 2)
                        return in.getByte(in.readerIndex()) == '\r' ? Step.MORE : Step.MALFORMED;
                    if (in.readByte() != '\r' || in.readByte() != '\n') return Step.MALFORMED;
                    expecting = Expecting.SIZE;
                }
                case SIZE, TRAILER -> {
                    var step = takeLine(in);
                    if (step != null) return step;
                }
            }
        }
        return Step.MORE;
    }

    /// Null if there is more to read.
    private @org.jspecify.annotations.Nullable Step takeLine(ByteBuf in) {
        var start = in.readerIndex();
        var lineFeed = in.indexOf(start, in.writerIndex(), (byte) '\n');
        if (lineFeed < 0) return in.readableBytes() > MAX_SIZE_LINE_BYTES ? Step.MALFORMED : Step.MORE;
        var length = lineFeed - start - 1;
        if (length < 0 || length > MAX_SIZE_LINE_BYTES || in.getByte(lineFeed - 1) != '\r') return Step.MALFORMED;
        in.readerIndex(lineFeed + 1);
        for (int i = start; i < start + length; i++) {
            if (!Octets.isFieldValue(in.getByte(i))) return Step.MALFORMED;
        }
        if (expecting == Expecting.TRAILER) {
            trailerBytes += length + 2;
            if (length == 0) return Step.END;
            return trailerBytes > MAX_TRAILER_BYTES ? Step.MALFORMED : null;
        }
        remaining = size(in, start, length);
        if (remaining < 0) return Step.MALFORMED;
        expecting = remaining == 0 ? Expecting.TRAILER : Expecting.DATA;
        return null;
    }

    /// The size of the chunk; negative if it is malformed.
    private static long size(ByteBuf in, int start, int length) {
        long size = 0;
        int digits = 0;
        while (digits < length) {
            var digit = Character.digit(in.getByte(start + digits), 16);
            if (digit < 0) break;
            if (++digits > MAX_SIZE_DIGITS) return -1;
            size = size << 4 | digit;
        }
        if (digits == 0) return -1;
        int at = start + digits;
        while (at < start + length && Octets.isBlank(in.getByte(at))) at++;
        // Only an extension may follow, and blanks only before one (RFC 9112 §7.1.1).
        if (at < start + length ? in.getByte(at) != ';' : at != start + digits) return -1;
        return size;
    }
}
