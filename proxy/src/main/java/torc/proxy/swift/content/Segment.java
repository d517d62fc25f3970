package torc.proxy.swift.content;

import torc.proxy.swift.request.SwiftPath;

/// One piece of a large object.
sealed interface Segment {
    /// How many bytes of the whole it is.
    long bytes();

    /// Bytes that stand in the manifest itself.
    record Inline(byte[] data) implements Segment {
        @Override
        public long bytes() {
            return data.length;
        }
    }

    /// Bytes `firstByte` to `endByte` of another object, which must still be the one that was named.
    ///
    /// @param etag tag that it must have
    /// @param objectBytes length that it must have
    record OfObject(SwiftPath path, String etag, long objectBytes, long firstByte, long endByte) implements Segment {
        static OfObject whole(SwiftPath path, String etag, long bytes) {
            return new OfObject(path, etag, bytes, 0, bytes);
        }

        @Override
        public long bytes() {
            return endByte - firstByte;
        }
    }
}
