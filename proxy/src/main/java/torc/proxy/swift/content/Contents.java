package torc.proxy.swift.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import torc.common.http.Headers;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.OpenObject;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// Finds and opens objects as their readers see them. An object without marks costs nothing more than to look
/// whether it has any.
public final class Contents {
    /// Manifests within manifests; Swift's limit.
    private static final int MAX_DEPTH = 10;

    private final Objects objects;
    private final Containers containers;

    public Contents(Objects objects, Containers containers) {
        this.objects = objects;
        this.containers = containers;
    }

    /// What a read of the object would say; empty if there is none. The caller has judged whether the path
    /// itself may be read.
    public Optional<Shown> find(SwiftPath path, Reach reach) {
        return locate(path, reach).map(located -> shown(located, reach).with(located.location()));
    }

    private Shown shown(Located located, Reach reach) {
        var object = located.object();
        if (!LargeObjectMarks.isLarge(object)) return Shown.plain(object);
        if (LargeObjectMarks.isStatic(object)) return shownStatic(object);
        return shownDynamic(object, dynamic(object, located.path(), reach).page(""));
    }

    /// The object that a path leads to, also by links; empty if there is none at the path itself.
    ///
    /// @throws Refused if a link leads nowhere, or to what the sender may not read
    public Optional<Located> locate(SwiftPath path, Reach reach) {
        var found = objects.find(path.objectName(Fault.NOT_FOUND));
        if (found.isEmpty()) return Optional.empty();
        var object = found.get();
        if (!SymbolicLink.isLink(object)) return Optional.of(new Located(path, object, VersionFields.of(path, object)));
        var at = locate(path, object, LinkWalk.reading(reach));
        return Optional.of(
                new Located(at.path(), at.object(), VersionFields.ofLink(path, object, at.object(), at.location())));
    }

    private Located locate(SwiftPath from, StoredObject link, LinkWalk walk) {
        var path = from;
        var object = link;
        while (walk.goesOnAt(object)) {
            path = walk.next(path, object);
            object = objects.find(path.objectName(Fault.NOT_FOUND)).orElseThrow(walk::missing);
        }
        walk.end(object);
        return new Located(path, object, walk.location());
    }

    /// The object that a new static link leads to; empty if there is none.
    ///
    /// @param path what the link names
    /// @param etag tag that it must have
    /// @param location the path in a URL
    /// @throws Refused if it has another, or the sender may not read what it leads to
    public Optional<Located> locateTarget(SwiftPath path, String etag, String location, Reach reach) {
        reach.requireRead(path);
        var walk = LinkWalk.linking(reach, etag, location);
        return objects.find(path.objectName(Fault.NOT_FOUND)).map(object -> locate(path, object, walk));
    }

    /// Opens the object for reading; empty if there is none. The caller has judged whether the path itself
    /// may be read.
    public Optional<Content> open(SwiftPath path, Reach reach) {
        return open(path, reach, 1);
    }

    private Optional<Content> open(SwiftPath path, Reach reach, int depth) {
        return openStored(path, reach).map(at -> {
            var object = at.open().object();
            if (!LargeObjectMarks.isLarge(object))
                return new PlainContent(at.open(), Shown.plain(object).with(at.location()));
            try (var open = at.open()) {
                if (depth > MAX_DEPTH) throw new Refused(Fault.SEGMENT_BROKEN);
                return LargeObjectMarks.isStatic(object)
                        ? openStatic(open, at, reach, depth)
                        : openDynamic(object, at, reach, depth);
            }
        });
    }

    /// What is stored where a path leads to, also by links: of a large object, its manifest. Empty if there is
    /// nothing at the path itself.
    public Optional<Content> openManifest(SwiftPath path, Reach reach) {
        return openStored(path, reach)
                .map(at ->
                        new PlainContent(at.open(), stored(at.open().object()).with(at.location())));
    }

    /// What is stored under a name itself: of a link, nothing but its headers.
    public Optional<Content> openItself(SwiftPath path) {
        return objects.open(path.objectName(Fault.NOT_FOUND))
                .map(open -> new PlainContent(open, stored(open.object()).with(VersionFields.of(path, open.object()))));
    }

    /// What is stored at `path`, and what answers say of where that is.
    private record Stored(SwiftPath path, OpenObject open, Headers location) {}

    private Optional<Stored> openStored(SwiftPath path, Reach reach) {
        var found = objects.open(path.objectName(Fault.NOT_FOUND));
        if (found.isEmpty()) return Optional.empty();
        var first = found.get().object();
        if (!SymbolicLink.isLink(first))
            return Optional.of(new Stored(path, found.get(), VersionFields.of(path, first)));
        var walk = LinkWalk.reading(reach);
        var at = path;
        var open = found.get();
        var arrived = false;
        try {
            while (walk.goesOnAt(open.object())) {
                at = walk.next(at, open.object());
                open.close();
                open = objects.open(at.objectName(Fault.NOT_FOUND)).orElseThrow(walk::missing);
            }
            walk.end(open.object());
            arrived = true;
            return Optional.of(new Stored(at, open, VersionFields.ofLink(path, first, open.object(), walk.location())));
        } finally {
            if (!arrived) open.close();
        }
    }

    /// What a read of the stored thing itself says.
    private static Shown stored(StoredObject object) {
        if (SymbolicLink.isLink(object))
            return Shown.plain(object).with(SymbolicLink.of(object).headers());
        if (!LargeObjectMarks.isLarge(object)) return Shown.plain(object);
        var more = LargeObjectMarks.isStatic(object)
                ? Headers.builder().add("X-Static-Large-Object", "True").build()
                : manifestField(object);
        return Shown.plain(object).with(more);
    }

    private Content openStatic(OpenObject open, Stored at, Reach reach, int depth) {
        var segments = StaticManifest.read(bytes(open)).segments(at.path().account());
        return new SegmentedContent(
                shownStatic(open.object()).with(at.location()),
                segments::iterator,
                segments,
                (segment, first, end) -> openSegment(at.path(), segment, first, end, reach, depth));
    }

    private Content openDynamic(StoredObject object, Stored at, Reach reach, int depth) {
        var segments = dynamic(object, at.path(), reach);
        var page = segments.page("");
        return new SegmentedContent(
                shownDynamic(object, page).with(at.location()),
                () -> segments.from(page),
                List.of(),
                (segment, first, end) -> openSegment(at.path(), segment, first, end, reach, depth));
    }

    private DynamicSegments dynamic(StoredObject object, SwiftPath path, Reach reach) {
        var mark = object.attributes().system().getOrDefault(LargeObjectMarks.DYNAMIC_PREFIX, "");
        return new DynamicSegments(containers, reach, path.account(), mark);
    }

    private static byte[] bytes(OpenObject open) {
        return manifest(new PlainContent(open, Shown.plain(open.object())));
    }

    /// The bytes of a manifest.
    public static byte[] manifest(Content content) {
        var bytes = content.shown().object().bytes();
        if (bytes > StaticManifest.MAX_STORED_BYTES) throw new Refused(Fault.SEGMENT_BROKEN);
        var whole = new byte[(int) bytes];
        var filled = 0;
        try (var source = content.read(0, bytes)) {
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                var from = chunk.bytes();
                var count = from.remaining();
                from.get(whole, filled, count);
                filled += count;
                chunk.release();
            }
        }
        return whole;
    }

    private static Shown shownStatic(StoredObject object) {
        var etag = object.attributes().system().getOrDefault(LargeObjectMarks.STATIC_ETAG, "");
        var more = Headers.builder()
                .add("X-Static-Large-Object", "True")
                .add("X-Manifest-Etag", object.etag())
                .build();
        var whole = withLengthAndTag(object, LargeObjectMarks.staticBytes(object), etag);
        return new Shown(whole, '"' + etag + '"', more, true, true);
    }

    /// A tag over more segments than are counted is not known; the manifest's own stands for it, as in Swift.
    private static Shown shownDynamic(StoredObject object, DynamicSegments.Page page) {
        if (page.more()) return new Shown(object, object.etag(), manifestField(object), false, false);
        var tags = md5();
        long bytes = 0;
        for (var segment : page.segments()) {
            bytes = Math.addExact(bytes, segment.bytes());
            if (segment instanceof Segment.OfObject of) tags.update(of.etag().getBytes(StandardCharsets.US_ASCII));
        }
        var etag = HexFormat.of().formatHex(tags.digest());
        return new Shown(withLengthAndTag(object, bytes, etag), '"' + etag + '"', manifestField(object), true, false);
    }

    private static Headers manifestField(StoredObject object) {
        var mark = object.attributes().system().getOrDefault(LargeObjectMarks.DYNAMIC_PREFIX, "");
        return Headers.builder().add("X-Object-Manifest", mark).build();
    }

    private static StoredObject withLengthAndTag(StoredObject object, long bytes, String etag) {
        return object.with(bytes, etag);
    }

    private ByteSource openSegment(
            SwiftPath manifest, Segment segment, long firstByte, long endByte, Reach reach, int depth) {
        return switch (segment) {
            case Segment.Inline(var data) ->
                ByteSource.of(java.util.Arrays.copyOfRange(data, (int) firstByte, (int) endByte));
            case Segment.OfObject of ->
                openPart(manifest, of, of.firstByte() + firstByte, of.firstByte() + endByte, reach, depth);
        };
    }

    /// The segments of a manifest whose end has come have ended, too.
    private ByteSource openPart(
            SwiftPath manifest, Segment.OfObject of, long firstByte, long endByte, Reach reach, int depth) {
        Content content;
        try {
            reach.requireRead(of.path());
            var path = manifest.version() == ObjectName.EVEN_ENDED ? of.path().evenEnded() : of.path();
            content = open(path, reach, depth + 1).orElseThrow(() -> new Refused(Fault.SEGMENT_BROKEN));
        } catch (Refused _) {
            throw new Refused(Fault.SEGMENT_BROKEN);
        }
        ByteSource bytes = null;
        try {
            var object = content.shown().object();
            if (!object.etag().equals(of.etag()) || object.bytes() != of.objectBytes())
                throw new Refused(Fault.SEGMENT_BROKEN);
            bytes = content.read(firstByte, endByte);
            return new ClosingSource(bytes, content);
        } finally {
            if (bytes == null) content.close();
        }
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Closes an object with the bytes that are read of it.
    private record ClosingSource(ByteSource bytes, Content content) implements ByteSource {
        @Override
        public @Nullable Chunk next() {
            return bytes.next();
        }

        @Override
        public void close() {
            try {
                bytes.close();
            } finally {
                content.close();
            }
        }
    }
}
