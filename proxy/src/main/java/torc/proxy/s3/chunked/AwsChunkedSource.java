package torc.proxy.s3.chunked;

import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// Takes the `aws-chunked` framing off a body (docs/formats.md, "aws-chunked"), checking each chunk's signature.
///
/// Bytes are handed on before their chunk's signature is known, so that a chunk of any length takes no memory;
/// the source throws at the chunk's end if the signature is wrong, and then nothing is stored. It gives null
/// only when
/// the last chunk, the trailer and the end of the body below have all been seen and found right.
public final class AwsChunkedSource implements ByteSource {
    private static final int MAX_HEADER_BYTES = 256;
    private static final int MAX_TRAILER_BYTES = 4096;

    private final ByteSource framed;
    private final @Nullable ChunkSignatures signatures;
    private final String expectedTrailer;
    private final StringBuilder line = new StringBuilder(96);

    private @Nullable SharedChunk current;
    private State state = State.HEADER;
    private long left;
    private String signature = "";
    private String trailer = "";

    /// @param signatures null if chunks are not signed
    /// @param expectedTrailer the announced trailing header in lower case; empty if none
    public AwsChunkedSource(ByteSource framed, @Nullable ChunkSignatures signatures, String expectedTrailer) {
        this.framed = framed;
        this.signatures = signatures;
        this.expectedTrailer = expectedTrailer;
    }

    @Override
    public @Nullable Chunk next() {
        while (true) {
            switch (state) {
                case HEADER -> readHeader();
                case BYTES -> {
                    if (left > 0) return someBytes();
                    state = State.BYTES_END;
                }
                case BYTES_END -> readBytesEnd();
                case TRAILER -> readTrailer();
                case ENDED -> {
                    return null;
                }
            }
        }
    }

    /// The value of the announced trailing header, once the body has ended.
    public String trailer() {
        return trailer;
    }

    @Override
    public void close() {
        dropCurrent();
        framed.close();
    }

    private void readHeader() {
        var header = ChunkHeader.parse(readLine(), signatures != null);
        signature = header.signature();
        left = header.bytes();
        if (left == 0) checkChunk();
        state = left == 0 ? State.TRAILER : State.BYTES;
    }

    private Chunk someBytes() {
        var from = filled();
        var count = (int) Math.min(left, from.bytes().remaining());
        var chunk = from.slice(count);
        left -= count;
        if (signatures != null) signatures.update(chunk.bytes());
        return chunk;
    }

    private void readBytesEnd() {
        if (!readLine().isEmpty()) throw malformed();
        checkChunk();
        state = State.HEADER;
    }

    private void checkChunk() {
        if (signatures != null) signatures.checkChunk(signature);
    }

    private void readTrailer() {
        var text = new StringBuilder(128);
        while (!atEnd()) {
            if (text.length() == MAX_TRAILER_BYTES) throw new S3Failure(S3ErrorCode.MALFORMED_TRAILER);
            text.append((char) (filled().bytes().get() & 0xff));
        }
        trailer = Trailer.read(text.toString(), expectedTrailer, signatures);
        state = State.ENDED;
    }

    /// A line that must end in CR LF, without its end.
    private String readLine() {
        line.setLength(0);
        while (true) {
            var octet = filled().bytes().get();
            if (octet == '\n') break;
            if (line.length() == MAX_HEADER_BYTES) throw malformed();
            line.append((char) (octet & 0xff));
        }
        var end = line.length() - 1;
        if (end < 0 || line.charAt(end) != '\r') throw malformed();
        return line.substring(0, end);
    }

    private SharedChunk filled() {
        if (atEnd() || current == null) throw new S3Failure(S3ErrorCode.INCOMPLETE_BODY);
        return current;
    }

    /// Whether no byte is left, having waited for one.
    private boolean atEnd() {
        while (current == null || !current.bytes().hasRemaining()) {
            dropCurrent();
            var next = framed.next();
            if (next == null) return true;
            current = new SharedChunk(next);
        }
        return false;
    }

    private void dropCurrent() {
        if (current != null) current.release();
        current = null;
    }

    private static S3Failure malformed() {
        return new S3Failure(S3ErrorCode.INVALID_REQUEST, "The chunked body is malformed.");
    }

    private enum State {
        HEADER,
        BYTES,
        BYTES_END,
        TRAILER,
        ENDED
    }
}
