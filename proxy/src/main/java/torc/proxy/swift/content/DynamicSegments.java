package torc.proxy.swift.content;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// Looks up the segments of dynamic large objects, page by page, in order of their names.
final class DynamicSegments {
    private final Containers containers;
    private final Reach reach;
    private final SwiftPath container;
    private final String prefix;

    /// A page of them.
    record Page(List<Segment> segments, String lastName, boolean more) {}

    /// @param account of the manifest
    /// @param mark `container/prefix`, percent-encoded
    DynamicSegments(Containers containers, Reach reach, String account, String mark) {
        this.containers = containers;
        this.reach = reach;
        var text = PercentCoding.decode(mark).orElseThrow(() -> new Refused(Fault.INVALID_UTF8_OR_NUL));
        var slash = text.indexOf('/');
        container = new SwiftPath(account, text.substring(0, slash), "");
        prefix = text.substring(slash + 1);
    }

    /// @param after name after which the page begins; empty for the first one
    /// @throws Refused if the sender may not list the container, or it is not there
    Page page(String after) {
        reach.requireRead(container);
        var query = new ListQuery(prefix, "", after, "", ListQuery.MAX_LIMIT, false);
        var listing = containers
                .list(container.containerName(Fault.NOT_FOUND), query)
                .orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        var segments = new ArrayList<Segment>();
        var last = after;
        for (var entry : listing.entries()) {
            if (!(entry instanceof Entry.Item<StoredObject>(var object))) continue;
            last = object.name().text();
            segments.add(segment(object));
        }
        return new Page(segments, last, listing.more());
    }

    /// All segments, of which the first page is known already.
    Iterator<Segment> from(Page first) {
        return new Iterator<>() {
            private Page page = first;
            private int next;

            @Override
            public boolean hasNext() {
                while (next == page.segments().size() && page.more()) {
                    page = page(page.lastName());
                    next = 0;
                }
                return next < page.segments().size();
            }

            @Override
            public Segment next() {
                if (!hasNext()) throw new java.util.NoSuchElementException("no more segments");
                return page.segments().get(next++);
            }
        };
    }

    private Segment segment(StoredObject object) {
        var path = new SwiftPath(
                container.account(), container.container(), object.name().text());
        if (!LargeObjectMarks.isStatic(object)) return Segment.OfObject.whole(path, object.etag(), object.bytes());
        var etag = object.attributes().system().getOrDefault(LargeObjectMarks.STATIC_ETAG, "");
        return Segment.OfObject.whole(path, etag, LargeObjectMarks.staticBytes(object));
    }
}
