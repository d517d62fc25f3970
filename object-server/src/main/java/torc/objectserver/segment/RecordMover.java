package torc.objectserver.segment;

import java.io.IOException;

/// Copies a record to another place. For one thread.
///
/// Data and checksums go over as they are, so that what was damaged on the way does not pass the check at the other
/// end; the head is made anew, since it tells its place.
final class RecordMover {
    private static final int STEP_BYTES = 256 << 10;
    private final Engine engine;

    RecordMover(Engine engine) {
        this.engine = engine;
    }

    /// Writes the copy; it is not durable yet.
    void copy(Segment from, FoundRecord found, Extent to) throws IOException {
        var buffer = engine.buffers.take(STEP_BYTES);
        try {
            var bytes = found.mark().recordBytes();
            var end =
                    SegmentFormat.writtenBytes(found.dataOffset(), found.mark().dataBytes());
            for (long at = found.dataOffset(); at < end; at += STEP_BYTES) {
                var step = (int) Math.min(STEP_BYTES, end - at);
                if (from.file().read(buffer.clear().limit(step), found.header().offset() + at) < step)
                    throw new IOException("segment " + from.number() + " is cut short");
                to.segment().write(buffer.flip(), to.offset() + at);
            }
            var segment = to.segment();
            buffer.clear();
            found.header()
                    .movedTo(segment.format().salt(), segment.number(), to.offset())
                    .encode(buffer, 0);
            new EndMark(
                            found.header().sequence(),
                            found.mark().dataBytes(),
                            bytes,
                            found.mark().tableCrc())
                    .encode(buffer, found.dataOffset() - EndMark.BYTES);
            segment.write(buffer.limit(found.dataOffset()), to.offset());
        } finally {
            engine.buffers.giveBack(buffer);
        }
    }
}
