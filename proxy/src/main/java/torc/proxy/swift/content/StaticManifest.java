package torc.proxy.swift.content;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import torc.proxy.body.Md5;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// The manifest of a static large object as it is stored: a JSON list with `name`, `bytes`, `hash`, `content_type`,
/// `last_modified`, and, where they apply, `range` and `sub_slo` of each segment, or `data` of one that stands in it.
public final class StaticManifest {
    /// A client's manifest has 8 MiB at most; with types and times of a thousand segments it stays below this.
    public static final long MAX_STORED_BYTES = 32 << 20;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxDocumentLength(MAX_STORED_BYTES)
                            .maxStringLength((int) MAX_STORED_BYTES)
                            .maxNameLength(1024)
                            .build())
                    .build())
            .build();

    private final ArrayNode entries;

    private StaticManifest(ArrayNode entries) {
        this.entries = entries;
    }

    /// @throws Refused if it is none
    public static StaticManifest read(byte[] stored) {
        try {
            if (JSON.readTree(stored) instanceof ArrayNode entries) return new StaticManifest(entries);
        } catch (JacksonException _) {
            // The same answer as for JSON of another kind.
        }
        throw new Refused(Fault.SEGMENT_BROKEN);
    }

    /// The segments in order.
    ///
    /// @param account of the manifest, where its segments are, too
    List<Segment> segments(String account) {
        var segments = new ArrayList<Segment>(entries.size());
        for (var entry : entries) segments.add(segment(entry, account));
        return segments;
    }

    private static Segment segment(JsonNode entry, String account) {
        if (entry.has("data"))
            return new Segment.Inline(
                    Base64.getDecoder().decode(entry.get("data").asString()));
        var path = path(account, entry.get("name").asString());
        var bytes = entry.get("bytes").asLong();
        var hash = entry.get("hash").asString();
        if (!entry.has("range")) return Segment.OfObject.whole(path, hash, bytes);
        var range = entry.get("range").asString();
        var dash = range.indexOf('-');
        var first = Long.parseLong(range.substring(0, dash));
        var last = Long.parseLong(range.substring(dash + 1));
        return new Segment.OfObject(path, hash, bytes, first, last + 1);
    }

    /// A segment's object.
    ///
    /// @param name `/container/object`, the slash before it may be missing
    static SwiftPath path(String account, String name) {
        var from = 0;
        while (from < name.length() && name.charAt(from) == '/') from++;
        var slash = name.indexOf('/', from);
        return new SwiftPath(account, name.substring(from, slash), name.substring(slash + 1));
    }

    /// A segment that is an object.
    ///
    /// @param isManifest whether it is a static large object itself
    public record Named(SwiftPath path, boolean isManifest) {}

    /// The objects that it names, in order.
    public List<Named> named(String account) {
        var named = new ArrayList<Named>(entries.size());
        for (var entry : entries) {
            if (entry.has("data")) continue;
            var isManifest = entry.has("sub_slo") && entry.get("sub_slo").asBoolean();
            named.add(new Named(path(account, entry.get("name").asString()), isManifest));
        }
        return named;
    }

    /// What marks the object that holds this manifest: the tag over its segments and their length.
    ///
    /// @throws Refused if its entries are not what they must be
    public Map<String, String> marks(String account) {
        var tags = new StringBuilder();
        var bytes = 0L;
        try {
            for (var segment : segments(account)) {
                tags.append(tag(segment));
                bytes = Math.addExact(bytes, segment.bytes());
            }
        } catch (RuntimeException _) { // Whatever is missing of an entry, or no number.
            throw new Refused(Fault.MANIFEST_INVALID, "Manifest must be valid JSON.");
        }
        var all = tags.toString().getBytes(StandardCharsets.US_ASCII);
        return Map.of(
                LargeObjectMarks.STATIC_ETAG,
                Md5.of(all, 0, all.length),
                LargeObjectMarks.STATIC_BYTES,
                Long.toString(bytes));
    }

    private static String tag(Segment segment) {
        return switch (segment) {
            case Segment.Inline(var data) -> Md5.of(data, 0, data.length);
            case Segment.OfObject of when of.firstByte() == 0 && of.endByte() == of.objectBytes() -> of.etag();
            case Segment.OfObject of -> of.etag() + ":" + of.firstByte() + "-" + (of.endByte() - 1) + ";";
        };
    }

    /// As a client would upload it: keys sorted by name.
    public byte[] raw() {
        var raw = JSON.createArrayNode();
        for (var entry : entries) raw.add(entry.has("data") ? entry : raw(entry));
        return JSON.writeValueAsBytes(raw);
    }

    private static ObjectNode raw(JsonNode entry) {
        var raw = JSON.createObjectNode().put("etag", entry.get("hash").asString());
        raw.put("path", entry.get("name").asString());
        if (entry.has("range")) raw.put("range", entry.get("range").asString());
        return raw.put("size_bytes", entry.get("bytes").asLong());
    }
}
