package torc.proxy.swift.content;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// A range of a large object: its segments one after the other, each opened when it is its turn.
final class SegmentsSource implements ByteSource {
    private final Iterator<Segment> left;
    private final Opener opener;
    private long toSkip;
    private long toGive;
    private @Nullable ByteSource current;

    /// Opens a range of a segment.
    interface Opener {
        ByteSource open(Segment segment, long firstByte, long endByte);
    }

    SegmentsSource(Iterator<Segment> segments, long firstByte, long endByte, Opener opener) {
        this.left = segments;
        this.opener = opener;
        this.toSkip = firstByte;
        this.toGive = endByte - firstByte;
    }

    @Override
    public @Nullable Chunk next() {
        while (true) {
            if (current != null) {
                var chunk = current.next();
                if (chunk != null) return chunk;
                close();
            }
            if (toGive <= 0 || !left.hasNext()) return null;
            open(left.next());
        }
    }

    private void open(Segment segment) {
        if (toSkip >= segment.bytes()) {
            toSkip -= segment.bytes();
            return;
        }
        var end = Math.min(segment.bytes(), toSkip + Math.min(toGive, segment.bytes()));
        current = opener.open(segment, toSkip, end);
        toGive -= end - toSkip;
        toSkip = 0;
    }

    @Override
    public void close() {
        if (current == null) return;
        var source = current;
        current = null;
        source.close();
    }
}
