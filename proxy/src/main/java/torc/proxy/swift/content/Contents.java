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
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.OpenObject;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Reach;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// Finds and opens objects as their readers see them. An object without marks costs nothing more than to look whether
/// it
/// has any.
public final class Contents {
    /// Manifests within manifests; Swift's limit.
    private static final int MAX_DEPTH = 10;

    private final Objects objects;
    private final Containers containers;

    public Contents(Objects objects, Containers containers) {
        this.objects = objects;
        this.containers = containers;
    }

    /// What a read of the object would say; empty if there is none. The caller has judged whether the path itself may
    /// be
    /// read.
    public Optional<Shown> find(SwiftPath path, Reach reach) {
        return objects.find(path.objectName(Fault.NOT_FOUND)).map(object -> {
            if (!LargeObjectMarks.isLarge(object)) return Shown.plain(object);
            if (LargeObjectMarks.isStatic(object)) return shownStatic(object);
            var segments = dynamic(object, path, reach);
            return shownDynamic(object, segments.page(""));
        });
    }

    /// Opens the object for reading; empty if there is none. The caller has judged whether the path itself may be read.
    public Optional<Content> open(SwiftPath path, Reach reach) {
        return open(path, reach, 1);
    }

    /// What is stored under a name itself, which for a large object is its manifest.
    public static Content stored(OpenObject open) {
        return new PlainContent(open, stored(open.object()));
    }

    /// What a read of the manifest itself says.
    public static Shown stored(StoredObject object) {
        if (!LargeObjectMarks.isLarge(object)) return Shown.plain(object);
        var more = LargeObjectMarks.isStatic(object)
                ? Headers.builder().add("X-Static-Large-Object", "True").build()
                : manifestField(object);
        return new Shown(object, object.etag(), more, true, true);
    }

    private Optional<Content> open(SwiftPath path, Reach reach, int depth) {
        var opened = objects.open(path.objectName(Fault.NOT_FOUND));
        if (opened.isEmpty()) return Optional.empty();
        var open = opened.get();
        if (!LargeObjectMarks.isLarge(open.object())) return Optional.of(PlainContent.of(open));
        try (open) {
            return Optional.of(
                    LargeObjectMarks.isStatic(open.object())
                            ? openStatic(open, path, reach, depth)
                            : openDynamic(open.object(), path, reach, depth));
        }
    }

    private Content openStatic(OpenObject open, SwiftPath path, Reach reach, int depth) {
        var segments = StaticManifest.read(manifest(open)).segments(path.account());
        return new SegmentedContent(
                shownStatic(open.object()),
                segments::iterator,
                segments,
                (segment, first, end) -> openSegment(segment, first, end, reach, depth));
    }

    private Content openDynamic(StoredObject object, SwiftPath path, Reach reach, int depth) {
        var segments = dynamic(object, path, reach);
        var page = segments.page("");
        return new SegmentedContent(
                shownDynamic(object, page),
                () -> segments.from(page),
                List.of(),
                (segment, first, end) -> openSegment(segment, first, end, reach, depth));
    }

    private DynamicSegments dynamic(StoredObject object, SwiftPath path, Reach reach) {
        var mark = object.attributes().system().getOrDefault(LargeObjectMarks.DYNAMIC_PREFIX, "");
        return new DynamicSegments(containers, reach, path.account(), mark);
    }

    /// The bytes of a manifest.
    public static byte[] manifest(OpenObject open) {
        var bytes = open.object().bytes();
        if (bytes > StaticManifest.MAX_STORED_BYTES) throw new Refused(Fault.SEGMENT_BROKEN);
        var whole = new byte[(int) bytes];
        var filled = 0;
        try (var source = open.read(0, bytes)) {
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
        return new StoredObject(object.name(), bytes, etag, object.modifiedMicros(), object.attributes(), new long[0]);
    }

    private ByteSource openSegment(Segment segment, long firstByte, long endByte, Reach reach, int depth) {
        return switch (segment) {
            case Segment.Inline(var data) ->
                ByteSource.of(java.util.Arrays.copyOfRange(data, (int) firstByte, (int) endByte));
            case Segment.OfObject of -> {
                if (depth >= MAX_DEPTH) throw new Refused(Fault.SEGMENT_BROKEN);
                yield openPart(of, of.firstByte() + firstByte, of.firstByte() + endByte, reach, depth);
            }
        };
    }

    private ByteSource openPart(Segment.OfObject of, long firstByte, long endByte, Reach reach, int depth) {
        Content content;
        try {
            reach.requireRead(of.path());
            content = open(of.path(), reach, depth + 1).orElseThrow(() -> new Refused(Fault.SEGMENT_BROKEN));
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
