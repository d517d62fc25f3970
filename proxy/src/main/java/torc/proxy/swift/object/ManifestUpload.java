package torc.proxy.swift.object;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.stream.ByteSource;
import torc.proxy.body.Md5;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.Objects;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.bulk.Report;
import torc.proxy.swift.bulk.Statuses;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.condition.RangeHeader;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.SegmentRequest;
import torc.proxy.swift.content.Shown;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.time.Timestamps;

/// One static large object on its way in: looks at one segment at a step, then stores the manifest. For one thread.
final class ManifestUpload {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.000000").withZone(ZoneOffset.UTC);

    private final SwiftRequest request;
    private final List<SegmentRequest> segments;
    private final ObjectAttributes attributes;
    private final Objects objects;
    private final Contents contents;
    private final Map<SwiftPath, Seen> seen = new HashMap<>();
    private final List<ObjectNode> entries = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final Report troubles = new Report("upload");
    private long bytes;

    /// What is at a path.
    ///
    /// @param status why it cannot be read; empty if it can
    private record Seen(Optional<Shown> shown, String status) {}

    ManifestUpload(
            SwiftRequest request,
            List<SegmentRequest> segments,
            ObjectAttributes attributes,
            Objects objects,
            Contents contents) {
        this.request = request;
        this.segments = segments;
        this.attributes = attributes;
        this.objects = objects;
        this.contents = contents;
    }

    /// Looks at the next segment.
    ///
    /// @return false if there is none left
    boolean step() {
        if (entries.size() == segments.size()) return false;
        switch (segments.get(entries.size())) {
            case SegmentRequest.Inline(var data) -> addInline(data);
            case SegmentRequest.OfObject of -> addObject(of, entries.size() == segments.size() - 1);
        }
        return true;
    }

    private void addInline(byte[] data) {
        entries.add(JSON.createObjectNode().put("data", Base64.getEncoder().encodeToString(data)));
        tags.add(Md5.of(data, 0, data.length));
        bytes = Math.addExact(bytes, data.length);
    }

    private void addObject(SegmentRequest.OfObject of, boolean last) {
        var entry = JSON.createObjectNode();
        entries.add(entry);
        var found = seen.computeIfAbsent(of.path(), this::look);
        if (found.shown().isEmpty()) {
            trouble(of, found.status());
            return;
        }
        var shown = found.shown().get();
        var object = shown.object();
        var first = 0L;
        var end = object.bytes();
        var range = "";
        if (!of.range().isEmpty()) {
            if (RangeHeader.of("bytes=" + of.range(), object.bytes()) instanceof RangeHeader.Parts(var ranges)) {
                first = ranges.getFirst().firstByte();
                end = ranges.getFirst().endByte();
                if (end - first < object.bytes()) range = first + "-" + (end - 1);
            } else trouble(of, "Unsatisfiable Range");
        }
        if (end - first < 1 && !last) trouble(of, "Too small; each segment must be at least 1 byte.");
        if (of.bytes().isPresent() && of.bytes().getAsLong() != object.bytes()) trouble(of, "Size Mismatch");
        if (!of.etag().isEmpty() && !of.etag().equals(object.etag())) trouble(of, "Etag Mismatch");
        describe(entry, of, object, range);
        tags.add(range.isEmpty() ? object.etag() : object.etag() + ":" + range + ";");
        bytes = Math.addExact(bytes, end - first);
    }

    private static void describe(ObjectNode entry, SegmentRequest.OfObject of, StoredObject object, String range) {
        var modified = Instant.ofEpochSecond(Timestamps.ceilSeconds(object.modifiedMicros()));
        var type = object.attributes().contentType();
        entry.put("name", "/" + of.path().container() + "/" + of.path().object())
                .put("bytes", object.bytes())
                .put("hash", object.etag())
                .put("content_type", type.indexOf(';') < 0 ? type : type.substring(0, type.indexOf(';')))
                .put("last_modified", LAST_MODIFIED.format(modified));
        if (!range.isEmpty()) entry.put("range", range);
        if (LargeObjectMarks.isStatic(object)) entry.put("sub_slo", true);
    }

    private Seen look(SwiftPath path) {
        try {
            request.reach().requireRead(path);
            var shown = contents.find(path, request.reach());
            return new Seen(shown, shown.isPresent() ? "" : "404 Not Found");
        } catch (Refused refused) {
            return new Seen(Optional.empty(), Statuses.of(refused));
        }
    }

    private void trouble(SegmentRequest.OfObject of, String status) {
        troubles.trouble(PercentCoding.encode(of.name()), status);
    }

    /// Stores the manifest, if nothing was wrong with its segments.
    HttpResponse response(ListingFormat format) {
        if (troubles.hasTroubles()) {
            var headers = Headers.builder().add("Content-Type", format.contentType());
            return HttpResponse.of(400, headers.build(), troubles.encode(format));
        }
        var stored = store();
        return HttpResponse.of(201, created(stored).build());
    }

    /// As [#response], for a client whose answer has begun.
    byte[] report(ListingFormat format) {
        try {
            if (troubles.hasTroubles()) {
                troubles.set("Response Status", "400 Bad Request");
                troubles.set("Response Body", Statuses.explained(new Refused(Fault.BAD_REQUEST)));
                return troubles.encode(format);
            }
            var stored = store();
            return new Report("upload")
                    .set("Response Status", "201 Created")
                    .set("Response Body", "")
                    .set("Etag", '"' + etag() + '"')
                    .set("Last Modified", Timestamps.lastModified(stored.modifiedMicros()))
                    .encode(format);
        } catch (Refused refused) {
            return new Report("upload")
                    .set("Response Status", Statuses.of(refused))
                    .set("Response Body", Statuses.explained(refused))
                    .encode(format);
        }
    }

    private Headers.Builder created(StoredObject stored) {
        return ObjectWrites.created(stored).set("Etag", '"' + etag() + '"');
    }

    private String etag() {
        var all = String.join("", tags).getBytes(StandardCharsets.US_ASCII);
        return Md5.of(all, 0, all.length);
    }

    private StoredObject store() {
        var etag = etag();
        var expected = request.header("etag");
        if (!expected.isEmpty() && !Conditions.unquoted(expected.trim()).equalsIgnoreCase(etag))
            throw new Refused(Fault.ETAG_MISMATCH);
        var list = JSON.createArrayNode();
        entries.forEach(list::add);
        var json = JSON.writeValueAsBytes(list);
        var marks = Map.of(LargeObjectMarks.STATIC_ETAG, etag, LargeObjectMarks.STATIC_BYTES, Long.toString(bytes));
        var name = request.path().objectName(Fault.OBJECT_NAME_TOO_LONG);
        var outcome = objects.put(
                name,
                new PutRequest(
                        ByteSource.of(json),
                        OptionalLong.of(json.length),
                        LargeObjectMarks.with(attributes, marks),
                        Map::of,
                        "",
                        WriteConditions.of(request, objects, name),
                        json.length));
        return WriteOutcomes.stored(outcome);
    }
}
