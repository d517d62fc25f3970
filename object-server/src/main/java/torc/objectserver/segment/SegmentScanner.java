package torc.objectserver.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Finds the records of a segment from its bytes alone, whatever lies between them. For one thread.
///
/// Only a record with a header and an end mark that are whole and belong together is passed over as one. After anything
/// else the search goes on at the next place where a record may begin, so that neither a damaged header nor a blob that
/// was never finished hides what was acknowledged behind it.
final class SegmentScanner implements AutoCloseable {
    private static final int WINDOW_BYTES = 272 << 10;
    private static final int HEAD_BYTES = (int) SegmentFormat.aligned(RecordHeader.MAX_BYTES + EndMark.BYTES);

    private final Segment segment;
    private final DirectBuffers buffers;
    private final ByteBuffer window;
    private final long fileBytes;
    private long windowStart;
    private long place;
    private long end;
    private boolean foreignBytes;

    SegmentScanner(Segment segment, DirectBuffers buffers, long from) throws IOException {
        this.segment = segment;
        this.buffers = buffers;
        fileBytes = segment.file().size();
        place = SegmentFormat.aligned(Math.max(from, SegmentFormat.FIRST_RECORD));
        end = place;
        window = buffers.take(WINDOW_BYTES).limit(0);
    }

    /// The next whole record; null behind the last.
    @Nullable
    FoundRecord next() throws IOException {
        while (place < fileBytes) {
            var at = load();
            if (window.limit() - at < SegmentFormat.ALIGNMENT) {
                foreignBytes |= !isZero(at, window.limit());
                place = fileBytes;
                break;
            }
            if (isZero(at, at + SegmentFormat.ALIGNMENT)) {
                place += SegmentFormat.ALIGNMENT;
                continue;
            }
            var found = decode(at);
            if (found != null) {
                place = found.endOffset();
                end = place;
                return found;
            }
            foreignBytes = true;
            place += SegmentFormat.ALIGNMENT;
        }
        return null;
    }

    /// Behind the last record found so far.
    long end() {
        return end;
    }

    /// Whether there was anything but zeros outside of records.
    boolean hasForeignBytes() {
        return foreignBytes;
    }

    @Override
    public void close() {
        buffers.giveBack(window);
    }

    private @Nullable FoundRecord decode(int at) {
        var header = RecordHeader.decode(window, at, segment.format().salt(), segment.number(), windowStart + at);
        if (header == null) return null;
        var markAt = at + RecordHeader.bytes(header.owner());
        var mark = EndMark.decode(window, markAt, header.sequence());
        if (mark == null || mark.dataBytes() < 0 || mark.dataBytes() > fileBytes) return null;
        var dataOffset = markAt + EndMark.BYTES - at;
        if (mark.recordBytes() != SegmentFormat.recordBytes(dataOffset, mark.dataBytes())) return null;
        if (place + SegmentFormat.writtenBytes(dataOffset, mark.dataBytes()) > fileBytes) return null;
        return new FoundRecord(header, mark, dataOffset);
    }

    /// Has the bytes of a whole head at `place` in the window, as far as the file goes; tells where.
    private int load() throws IOException {
        var at = place - windowStart;
        if (at < 0
                || at > window.limit()
                || (window.limit() - at < HEAD_BYTES && windowStart + window.limit() < fileBytes)) {
            windowStart = place;
            segment.file().read(window.clear(), place);
            window.flip();
        }
        return (int) (place - windowStart);
    }

    private boolean isZero(int from, int to) {
        var at = from;
        for (; at + 8 <= to; at += 8) if (window.getLong(at) != 0) return false;
        for (; at < to; at++) if (window.get(at) != 0) return false;
        return true;
    }
}
