package torc.ring.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads a segment through a window that moves forward. Not safe for many threads.
final class SegmentInput {
    private static final int WINDOW_BYTES = 256 << 10;

    private final DiskFile file;
    private final long size;
    private ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).limit(0);
    private long windowOffset;

    SegmentInput(DiskFile file) throws IOException {
        this.file = file;
        this.size = file.size();
    }

    long size() {
        return size;
    }

    /// The bytes from an offset on, fewer at the end of the file; valid until the next call.
    ByteBuffer read(long offset, int count) throws IOException {
        int wanted = (int) Math.min(count, Math.max(0, size - offset));
        if (offset < windowOffset || offset + wanted > windowOffset + window.limit()) {
            if (wanted > window.capacity()) window = ByteBuffer.allocateDirect((int) RecordFormat.align(wanted));
            window.clear();
            file.read(window, offset);
            window.flip();
            windowOffset = offset;
        }
        int at = (int) (offset - windowOffset);
        return window.slice(at, Math.min(wanted, window.limit() - at));
    }
}
