package torc.proxy.swift.object;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.swift.condition.ByteRange;
import torc.proxy.swift.content.Content;

/// Several ranges of an object as `multipart/byteranges` (RFC 9110 §14.6), one after the other.
final class MultipartRanges implements ByteSource {
    private final Content object;
    private final List<ByteRange> ranges;
    private final Iterator<ByteRange> left;
    private final String boundary;
    private @Nullable ByteSource current;
    private boolean ended;

    MultipartRanges(Content object, List<ByteRange> ranges, String boundary) {
        this.object = object;
        this.ranges = ranges;
        this.left = ranges.iterator();
        this.boundary = boundary;
    }

    String contentType() {
        return "multipart/byteranges;boundary=" + boundary;
    }

    /// Length of the whole body.
    long bytes() {
        long bytes = end().length();
        for (var range : ranges) bytes += head(range).length() + range.bytes() + 2;
        return bytes;
    }

    @Override
    public @Nullable Chunk next() {
        if (current != null) {
            var chunk = current.next();
            if (chunk != null) return chunk;
            current.close();
            current = null;
            return text("\r\n");
        }
        if (left.hasNext()) {
            var range = left.next();
            current = object.read(range.firstByte(), range.endByte());
            return text(head(range));
        }
        if (ended) return null;
        ended = true;
        return text(end());
    }

    private String head(ByteRange range) {
        return "--" + boundary + "\r\nContent-Type: "
                + object.shown().object().attributes().contentType() + "\r\nContent-Range: "
                + range.contentRange(object.shown().object().bytes()) + "\r\n\r\n";
    }

    private String end() {
        return "--" + boundary + "--";
    }

    private static Chunk text(String octets) {
        return Chunk.unpooled(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        try {
            if (current != null) current.close();
        } finally {
            object.close();
        }
    }
}
