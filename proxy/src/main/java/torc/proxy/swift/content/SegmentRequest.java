package torc.proxy.swift.content;

import java.util.OptionalLong;
import torc.proxy.swift.request.SwiftPath;

/// One entry of the manifest that a client uploads.
public sealed interface SegmentRequest {
    /// Bytes to stand in the manifest.
    record Inline(byte[] data) implements SegmentRequest {}

    /// @param name as the client wrote it
    /// @param etag tag that the object must have; empty if any will do
    /// @param bytes length that it must have
    /// @param range value of a `Range` header without its unit; empty for the whole object
    record OfObject(String name, SwiftPath path, String etag, OptionalLong bytes, String range)
            implements SegmentRequest {}
}
