package torc.objectserver.segment;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where one stream of records goes on: hands out extents at the end of its segment, and begins a new segment when
/// that is full or sealed. Safe for many threads.
final class Tail {
    private final TailKind kind;
    private final Segments segments;
    private final long segmentBytes;
    private final Ahead ahead;
    private final ReentrantLock rolling = new ReentrantLock();
    private volatile @Nullable Segment segment;

    Tail(TailKind kind, Segments segments, long segmentBytes, Ahead ahead) {
        this.kind = kind;
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        this.ahead = ahead;
    }

    /// Goes on in a segment of an earlier life.
    void resume(Segment left) {
        segment = left;
    }

    /// @param recordBytes is rounded up to what the kind of segment asks for
    Extent reserve(long recordBytes) throws IOException {
        var bytes = kind.aligned(recordBytes);
        while (true) {
            var current = segment;
            // The sequence is drawn before the place: a mark taken between the two cannot miss the record, whose
            // place is behind it.
            var sequence = segments.nextSequence();
            var offset = current == null ? -1 : current.reserve(bytes, segmentBytes);
            if (current == null || offset < 0) {
                roll(current);
                continue;
            }
            ahead.passing(current, offset, offset + bytes);
            return new Extent(current, offset, bytes, sequence);
        }
    }

    /// A new file is made under the lock: whoever else wants to write here needs that file too.
    private void roll(@Nullable Segment full) throws IOException {
        rolling.lock();
        try {
            var current = segment;
            if (current != null && !current.equals(full)) return;
            if (full != null) full.seal();
            segment = segments.create(kind);
        } finally {
            rolling.unlock();
        }
    }
}
