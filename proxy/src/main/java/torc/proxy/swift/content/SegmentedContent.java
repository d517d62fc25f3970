package torc.proxy.swift.content;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import torc.common.stream.ByteSource;
import torc.proxy.body.BegunSource;

/// The bytes of a large object's segments.
///
/// @param segments goes through all of them, anew at each call
/// @param known the segments, where they are all known; else empty
record SegmentedContent(
        Shown shown, Supplier<Iterator<Segment>> segments, List<Segment> known, SegmentsSource.Opener opener)
        implements Content {
    @Override
    public ByteSource read(long firstByte, long endByte) {
        return BegunSource.begin(new SegmentsSource(segments.get(), firstByte, endByte, opener));
    }

    @Override
    public List<Long> partEdges() {
        if (known.isEmpty()) return List.of();
        var edges = new ArrayList<Long>(known.size() + 1);
        long edge = 0;
        edges.add(edge);
        for (var segment : known) {
            edge += segment.bytes();
            edges.add(edge);
        }
        return edges;
    }

    @Override
    public void close() {
        // Each segment is opened and closed by the source that reads it.
    }
}
