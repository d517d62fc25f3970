package torc.proxy.swift.condition;

/// Half-open range of an object's bytes, as RFC 9110 §14.1.2 becomes after parsing.
public record ByteRange(long firstByte, long endByte) {
    public ByteRange {
        if (firstByte < 0 || endByte <= firstByte) throw new IllegalArgumentException(firstByte + ".." + endByte);
    }

    public long bytes() {
        return endByte - firstByte;
    }

    boolean overlaps(ByteRange other) {
        return firstByte < other.endByte && other.firstByte < endByte;
    }

    /// The value of `Content-Range`.
    public String contentRange(long objectBytes) {
        return "bytes " + firstByte + '-' + (endByte - 1) + '/' + objectBytes;
    }
}
