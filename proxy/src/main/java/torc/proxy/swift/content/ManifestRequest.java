package torc.proxy.swift.content;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import torc.proxy.swift.condition.RangeHeader;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;

/// Reads the manifest that a client uploads (`multipart-manifest=put`), and says of every entry what is wrong with it,
/// in
/// Swift's words.
public final class ManifestRequest {
    /// Greatest size of a client's manifest in bytes.
    public static final int MAX_BYTES = 8 << 20;

    /// Greatest number of segments that are objects.
    public static final int MAX_SEGMENTS = 1000;

    private static final Set<String> KEYS_OF_OBJECT = Set.of("path", "etag", "size_bytes", "range");
    private static final String TOO_SMALL = "too small; each segment must be at least 1 byte.";

    private final SwiftPath manifest;
    private final List<SegmentRequest> segments = new ArrayList<>();
    private final StringBuilder errors = new StringBuilder();

    private ManifestRequest(SwiftPath manifest) {
        this.manifest = manifest;
    }

    /// @param manifest where it is to be stored
    /// @throws Refused if anything is wrong
    public static List<SegmentRequest> read(byte[] json, SwiftPath manifest) {
        JsonNode root;
        try {
            root = StaticManifest.JSON.readTree(json);
        } catch (JacksonException _) {
            throw new Refused(Fault.MANIFEST_MALFORMED, "Manifest must be valid JSON.\n");
        }
        if (root == null || root.isMissingNode())
            throw new Refused(Fault.MANIFEST_MALFORMED, "Manifest must be valid JSON.\n");
        if (!(root instanceof ArrayNode entries))
            throw new Refused(Fault.MANIFEST_MALFORMED, "Manifest must be a list.\n");
        var request = new ManifestRequest(manifest);
        for (int index = 0; index < entries.size(); index++) {
            var error = request.add(entries.get(index), index == entries.size() - 1);
            if (error != null)
                request.errors
                        .append("Index ")
                        .append(index)
                        .append(": ")
                        .append(error)
                        .append('\n');
        }
        request.checkWhole(entries);
        return request.segments;
    }

    private void checkWhole(ArrayNode entries) {
        var objects = segments.stream()
                .filter(SegmentRequest.OfObject.class::isInstance)
                .count();
        if (!entries.isEmpty() && entries.valueStream().allMatch(entry -> entry.has("data")))
            errors.append("Inline data segments require at least one object-backed segment.\n");
        if (!errors.isEmpty()) throw new Refused(Fault.MANIFEST_INVALID, errors.toString());
        if (objects > MAX_SEGMENTS)
            throw new Refused(Fault.MANIFEST_TOO_LARGE, "Number of object-backed segments must be <= " + MAX_SEGMENTS);
    }

    /// @return what is wrong; null if nothing is
    private @Nullable String add(JsonNode entry, boolean last) {
        if (!entry.isObject()) return "not a JSON object";
        var hasPath = entry.has("path");
        if (!hasPath && !entry.has("data")) return "expected keys to include one of 'data' or 'path'";
        // As in Swift, who gives both means the bytes.
        return entry.has("data") ? addData(entry) : addObject(entry, last);
    }

    private @Nullable String addData(JsonNode entry) {
        var extraneous = extraneous(entry, Set.of("data"));
        if (extraneous != null) return extraneous;
        if (!entry.get("data").isString()) return "data must be valid base64";
        byte[] data;
        try {
            data = Base64.getDecoder().decode(entry.get("data").asString());
        } catch (IllegalArgumentException _) {
            return "data must be valid base64";
        }
        if (data.length == 0) return TOO_SMALL;
        segments.add(new SegmentRequest.Inline(data));
        return null;
    }

    private @Nullable String addObject(JsonNode entry, boolean last) {
        var extraneous = extraneous(entry, KEYS_OF_OBJECT);
        if (extraneous != null) return extraneous;
        if (!entry.get("path").isString()) return "\"path\" must be a string";
        var etag = entry.get("etag");
        if (etag != null && !etag.isNull() && !etag.isString())
            return "\"etag\" must be a string or null (if provided)";
        var name = entry.get("path").asString();
        if (!hasContainerAndObject(name))
            return "path does not refer to an object. Path must be of the form /container/object.";
        var size = entry.get("size_bytes");
        var bytes = size == null ? OptionalLong.empty() : size(size);
        if (isGiven(size) && bytes.isEmpty()) return "invalid size_bytes";
        if (bytes.isPresent() && bytes.getAsLong() < 1 && !last) return TOO_SMALL;
        var path = StaticManifest.path(manifest.account(), name);
        if (path.equals(manifest)) return "manifest must not include itself as a segment";
        var range = range(entry.get("range"));
        var wrong = wrongRange(range, bytes);
        if (wrong != null) return wrong;
        segments.add(new SegmentRequest.OfObject(
                name, path, etag == null || etag.isNull() ? "" : etag.asString(), bytes, range));
        return null;
    }

    private static boolean isGiven(@Nullable JsonNode value) {
        return value != null && !value.isNull();
    }

    private static @Nullable String extraneous(JsonNode entry, Set<String> known) {
        var others = new TreeSet<String>();
        entry.propertyNames().forEach(name -> {
            if (!known.contains(name)) others.add(StaticManifest.JSON.writeValueAsString(name));
        });
        return others.isEmpty() ? null : "extraneous keys " + String.join(", ", others);
    }

    private static boolean hasContainerAndObject(String name) {
        var from = 0;
        var end = name.length();
        while (from < end && name.charAt(from) == '/') from++;
        while (end > from && name.charAt(end - 1) == '/') end--;
        return name.substring(from, end).indexOf('/') >= 0 && name.indexOf('\0') < 0;
    }

    private static OptionalLong size(JsonNode size) {
        if (size.isNumber()) return OptionalLong.of((long) size.asDouble());
        if (size.isString() && size.asString().trim().matches("[+-]?[0-9]{1,18}"))
            return OptionalLong.of(Long.parseLong(size.asString().trim()));
        return OptionalLong.empty();
    }

    private static String range(@Nullable JsonNode range) {
        if (range == null || range.isNull()) return "";
        return new String(range.asString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String wrongRange(String range, OptionalLong bytes) {
        if (range.isEmpty()) return null;
        var ranges = RangeHeader.count("bytes=" + range);
        if (ranges == 0) return "invalid range";
        if (ranges > 1) return "multiple ranges (only one allowed)";
        var satisfied =
                bytes.isEmpty() || RangeHeader.of("bytes=" + range, bytes.getAsLong()) instanceof RangeHeader.Parts;
        return satisfied ? null : "unsatisfiable range";
    }
}
