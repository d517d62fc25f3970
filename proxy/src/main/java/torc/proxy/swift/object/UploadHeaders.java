package torc.proxy.swift.object;

import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.metadata.MetadataHeaders;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.metadata.MetadataLimits;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Flags;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;

/// What the headers of a PUT, POST or COPY say of the object. Headers that are not read here have no effect: that is
/// how internal ones of Swift and of us (`X-Backend-…`, `X-Timestamp`, `X-Object-Sysmeta-…`) come to nothing
/// (THREATS W06, W10, S12).
final class UploadHeaders {
    /// Standard fields that are kept with an object and given back.
    private static final List<String> KEPT = List.of(
            "content-disposition", "content-encoding", "content-language", "cache-control", "expires", "x-robots-tag");

    /// Makes a dynamic large object: `container/prefix` of its segments.
    private static final String MANIFEST = "x-object-manifest";

    /// The latest moment that Swift's ten digits can say.
    private static final long MAX_DELETE_AT_SECONDS = 9_999_999_999L;

    private final MetadataLimits limits;
    private final InstantSource clock;

    UploadHeaders(MetadataLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// The attributes of a new object.
    ObjectAttributes ofPut(Headers headers, String objectName) {
        var deleteAt = deleteAt(headers);
        var contentType = contentType(headers, objectName);
        return new ObjectAttributes(contentType, kept(headers), metadata(headers), marks(headers), deleteAt);
    }

    /// The attributes of an object after a POST: all that the client said before is replaced, but the content type
    /// only if there is a new one.
    ObjectAttributes ofPost(Headers headers, ObjectAttributes before) {
        var given = headers.first("content-type").orElse("");
        return new ObjectAttributes(
                given.isEmpty() ? before.contentType() : checkedContentType(given),
                kept(headers),
                metadata(headers),
                systemAfterPost(headers, before.system()),
                deleteAt(headers));
    }

    /// A dynamic large object is one by a header that goes with the others.
    private static Map<String, String> systemAfterPost(Headers headers, Map<String, String> before) {
        var mark = headers.first(MANIFEST).orElse("");
        if (mark.isEmpty() && !before.containsKey(LargeObjectMarks.DYNAMIC_PREFIX)) return before;
        var after = new HashMap<>(before);
        after.remove(LargeObjectMarks.DYNAMIC_PREFIX);
        if (!mark.isEmpty()) after.put(LargeObjectMarks.DYNAMIC_PREFIX, checkedManifest(mark));
        return after;
    }

    private static Map<String, String> marks(Headers headers) {
        var mark = headers.first(MANIFEST).orElse("");
        return mark.isEmpty() ? Map.of() : Map.of(LargeObjectMarks.DYNAMIC_PREFIX, checkedManifest(mark));
    }

    private static String checkedManifest(String mark) {
        var text = PercentCoding.decode(mark).orElse("");
        int slash = text.indexOf('/');
        var isWhole = slash > 0 && slash + 1 < text.length() && text.charAt(slash + 1) != '/';
        if (!isWhole || text.indexOf('?') >= 0 || text.indexOf('&') >= 0 || text.indexOf('\0') >= 0)
            throw new Refused(Fault.MANIFEST_FORMAT);
        return mark;
    }

    /// The attributes of a copy: those of the source with those of the request over them, or with fresh metadata the
    /// latter alone.
    ObjectAttributes ofCopy(Headers headers, ObjectAttributes source) {
        var given = headers.first("content-type").orElse("");
        var contentType = given.isEmpty() ? source.contentType() : checkedContentType(given);
        var fresh = Flags.isTrue(headers.first("x-fresh-metadata").orElse(""));
        var deleteAt = deleteAt(headers);
        return new ObjectAttributes(
                contentType,
                fresh ? kept(headers) : joined(source.headers(), kept(headers)),
                fresh ? metadata(headers) : joined(source.metadata(), metadata(headers)),
                source.system(),
                deleteAt.isPresent() || fresh ? deleteAt : source.deleteAtSeconds());
    }

    private static Map<String, String> joined(Map<String, String> below, Map<String, String> above) {
        if (above.isEmpty()) return below;
        var joined = new HashMap<>(below);
        joined.putAll(above);
        return joined;
    }

    /// The MD5 that the body must have, in hexadecimal; empty if the client does not say.
    ///
    /// @throws Refused if `Content-MD5` is no MD5
    String expectedEtag(Headers headers) {
        var etag = headers.first("etag");
        if (etag.isPresent()) return Conditions.unquoted(etag.get().trim()).toLowerCase(Locale.ROOT);
        var md5 = headers.first("content-md5");
        if (md5.isEmpty()) return "";
        try {
            var bytes = Base64.getDecoder().decode(md5.get().trim());
            if (bytes.length == 16) return HexFormat.of().formatHex(bytes);
        } catch (IllegalArgumentException _) {
            // Not base64: the same answer as for one of another length.
        }
        throw new Refused(Fault.CONTENT_MD5_INVALID);
    }

    private Map<String, String> metadata(Headers headers) {
        return MetadataHeaders.read(headers, Kind.OBJECT, limits);
    }

    private static Map<String, String> kept(Headers headers) {
        Map<String, String> kept = Map.of();
        for (var name : KEPT) {
            var value = headers.first(name);
            if (value.isEmpty() || value.get().isEmpty()) continue;
            if (kept.isEmpty()) kept = new HashMap<>();
            kept.put(name, value.get());
        }
        return kept;
    }

    private static String contentType(Headers headers, String objectName) {
        var given = headers.first("content-type").orElse("");
        if (given.isEmpty()
                || Flags.isTrue(headers.first("x-detect-content-type").orElse(""))) return MediaTypes.guess(objectName);
        return checkedContentType(given);
    }

    private static String checkedContentType(String contentType) {
        if (Octets.utf8(contentType).isEmpty()) throw new Refused(Fault.CONTENT_TYPE_INVALID);
        for (int at = contentType.indexOf(';'); at >= 0; at = contentType.indexOf(';', at + 1)) {
            if (contentType.substring(at + 1).stripLeading().startsWith("swift_"))
                throw new Refused(Fault.CONTENT_TYPE_RESERVED);
        }
        return contentType;
    }

    private OptionalLong deleteAt(Headers headers) {
        var after = headers.first("x-delete-after");
        var at = headers.first("x-delete-at");
        if (after.isEmpty() && (at.isEmpty() || at.get().isEmpty())) return OptionalLong.empty();
        long now = clock.instant().getEpochSecond();
        if (after.isPresent()) {
            long seconds = seconds(after.get(), Fault.DELETE_AFTER_NOT_INTEGER);
            if (seconds <= 0) throw new Refused(Fault.DELETE_AFTER_PAST);
            return OptionalLong.of(Math.min(Math.addExact(now, seconds), MAX_DELETE_AT_SECONDS));
        }
        long seconds = seconds(at.get(), Fault.DELETE_AT_NOT_INTEGER);
        if (seconds <= now) throw new Refused(Fault.DELETE_AT_PAST);
        return OptionalLong.of(seconds);
    }

    private static long seconds(String text, Fault notInteger) {
        try {
            var number = new java.math.BigInteger(text.trim());
            return number.min(java.math.BigInteger.valueOf(MAX_DELETE_AT_SECONDS))
                    .max(java.math.BigInteger.ZERO)
                    .longValue();
        } catch (NumberFormatException _) {
            throw new Refused(notInteger);
        }
    }
}
