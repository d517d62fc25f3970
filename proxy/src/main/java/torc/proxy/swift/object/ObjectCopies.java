package torc.proxy.swift.object;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.stream.ByteSource;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.swift.condition.ByteRange;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.condition.RangeHeader;
import torc.proxy.swift.content.Content;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.Located;
import torc.proxy.swift.content.Shown;
import torc.proxy.swift.content.StaticManifest;
import torc.proxy.swift.content.SymbolicLink;
import torc.proxy.swift.metadata.MetadataLimits;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftPath;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.request.VersionId;
import torc.proxy.swift.time.Timestamps;

/// COPY, and PUT with `X-Copy-From`. Conditions are on the source, as in Swift, but `If-None-Match: *`, which
/// can only mean that the target must not be there yet. A whole object is copied without moving its bytes; a
/// range of one is read and written anew.
public final class ObjectCopies {
    private static final String MANIFEST = "multipart-manifest";

    private final Objects objects;
    private final Contents contents;
    private final UploadHeaders uploadHeaders;
    private final ManifestUploads manifests;
    private final LinkUploads links;
    private final long maxObjectBytes;
    private final Supplier<String> boundaries;

    /// @param boundaries gives a fresh random text for each copy of several ranges, so that no object can hold it
    public ObjectCopies(
            Objects objects,
            Contents contents,
            MetadataLimits limits,
            long maxObjectBytes,
            InstantSource clock,
            Supplier<String> boundaries) {
        this.boundaries = boundaries;
        this.objects = objects;
        this.contents = contents;
        this.uploadHeaders = new UploadHeaders(limits, clock);
        this.manifests = new ManifestUploads(objects, contents, uploadHeaders, clock);
        this.links = new LinkUploads(objects, contents, uploadHeaders);
        this.maxObjectBytes = maxObjectBytes;
    }

    /// Looks at the source, before an answer begins that tells of the copy's progress.
    ///
    /// @throws Refused if it is not there, or not as the conditions ask
    public void requireSource(SwiftRequest request) {
        var shown = contents.find(request.sources().getFirst(), request.reach())
                .orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        requireAsAsked(request, shown);
    }

    private static void requireAsAsked(SwiftRequest request, Shown source) {
        var asked = WriteConditions.ofSource(Conditions.of(request.headers()));
        requireAsAsked(asked, source.object());
    }

    private static void requireAsAsked(Preconditions asked, StoredObject source) {
        var modified = Timestamps.ceilSeconds(source.modifiedMicros());
        if (Conditions.judge(asked, source.etag(), modified) != Conditions.Verdict.PROCEED)
            throw new Refused(Fault.PRECONDITION_FAILED);
    }

    public HttpResponse copy(SwiftRequest request) {
        // A COPY has no use for a body, and a PUT that has both says two things at once.
        if (request.http().body().announcedBytes().orElse(0) > 0
                && request.http().method().equals("PUT")) throw new Refused(Fault.COPY_HAS_BODY);
        if (request.query().get(MANIFEST).equals("put")) throw new Refused(Fault.MANIFEST_IS_COPY);
        var source = request.sources().getFirst();
        if (request.query().get("symlink").equals("get")) {
            var from = objects.find(source.objectName(Fault.NOT_FOUND)).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
            if (SymbolicLink.isLink(from)) return copyLink(request, source, from);
        }
        if (request.headers().contains(LinkUploads.TARGET)) throw new Refused(Fault.LINK_HAS_BODY);
        var asStored = request.query().get(MANIFEST).equals("get");
        var from = contents.locate(source, request.reach()).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        if (asStored && LargeObjectMarks.isStatic(from.object())) return copyManifest(request, source);
        var stored = WriteOutcomes.stored(write(request, from, !asStored && LargeObjectMarks.isLarge(from.object())));
        var headers = copied(ObjectWrites.created(stored), source, from.object());
        ObjectHeaders.addMetadata(stored, headers);
        return HttpResponse.of(201, headers.build());
    }

    private HttpResponse copyLink(SwiftRequest request, SwiftPath source, StoredObject from) {
        requireAsAsked(WriteConditions.ofSource(Conditions.of(request.headers())), from);
        var attributes = uploadHeaders.ofCopy(request.headers(), from.attributes());
        var stored = links.copy(request, SymbolicLink.of(from), attributes);
        var headers = copied(ObjectWrites.created(stored), source, from);
        ObjectHeaders.addMetadata(stored, headers);
        return HttpResponse.of(201, headers.build());
    }

    private static Headers.Builder copied(Headers.Builder headers, SwiftPath source, StoredObject from) {
        if (from.version() != StoredObject.NO_VERSIONS)
            headers.add("X-Copied-From-Version-Id", VersionId.of(from.version()));
        return headers.add("X-Copied-From", PercentCoding.encode(source.container() + "/" + source.object()))
                .add("X-Copied-From-Account", PercentCoding.encode(source.account()))
                .add("X-Copied-From-Last-Modified", Timestamps.lastModified(from.modifiedMicros()));
    }

    /// The manifest is looked through anew, for its segments are those of the target's account then.
    private HttpResponse copyManifest(SwiftRequest request, SwiftPath source) {
        try (var content =
                contents.openManifest(source, request.reach()).orElseThrow(() -> new Refused(Fault.NOT_FOUND))) {
            requireAsAsked(request, content.shown());
            var object = content.shown().object();
            var raw = StaticManifest.read(Contents.manifest(content)).raw();
            var attributes = uploadHeaders.ofCopy(request.headers(), object.attributes());
            var response = manifests.copy(request, raw, attributes);
            if (response.status() != 201) return response;
            return HttpResponse.of(
                    201, copied(response.headers().toBuilder(), source, object).build());
        }
    }

    private WriteOutcome write(SwiftRequest request, Located from, boolean isLarge) {
        var source = from.path();
        var target = request.path().objectName(Fault.OBJECT_NAME_TOO_LONG);
        var conditions = Conditions.of(request.headers());
        var sourceConditions = WriteConditions.ofSource(conditions);
        var targetConditions = WriteConditions.ofTarget(conditions);
        if (isLarge || request.headers().contains("range"))
            return writeRead(request, source, target, sourceConditions, targetConditions);
        return objects.copy(
                from.object().name(),
                target,
                new CopyRequest(
                        sourceConditions,
                        targetConditions,
                        attributes -> uploadHeaders.ofCopy(request.headers(), attributes),
                        maxObjectBytes));
    }

    /// Reads the source, or ranges of it, and writes it as an object of its own. Several ranges become what a read
    /// of them would give.
    private WriteOutcome writeRead(
            SwiftRequest request,
            SwiftPath source,
            ObjectName target,
            Preconditions sourceConditions,
            Preconditions targetConditions) {
        try (var content = contents.open(source, request.reach()).orElseThrow(() -> new Refused(Fault.NOT_FOUND))) {
            var shown = content.shown();
            var object = shown.object();
            requireAsAsked(sourceConditions, object);
            var ranges = ranges(request, content);
            if (ranges.size() > 1) {
                var body = new MultipartRanges(content, ranges, boundaries.get());
                var typed = typed(object.attributes(), body.contentType());
                return put(request, target, body, OptionalLong.of(body.bytes()), typed, targetConditions);
            }
            if (ranges.size() == 1) {
                var range = ranges.getFirst();
                var body = content.read(range.firstByte(), range.endByte());
                var bytes = OptionalLong.of(range.bytes());
                return put(request, target, body, bytes, object.attributes(), targetConditions);
            }
            var body = content.read(0, shown.hasLength() ? object.bytes() : Long.MAX_VALUE);
            var bytes = shown.hasLength() ? OptionalLong.of(object.bytes()) : OptionalLong.empty();
            return put(request, target, body, bytes, object.attributes(), targetConditions);
        }
    }

    private WriteOutcome put(
            SwiftRequest request,
            ObjectName target,
            ByteSource body,
            OptionalLong bytes,
            ObjectAttributes source,
            Preconditions conditions) {
        ObjectAttributes attributes;
        try {
            attributes = withoutSystem(uploadHeaders.ofCopy(request.headers(), source));
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
        return objects.put(target, new PutRequest(body, bytes, attributes, Map::of, "", conditions, maxObjectBytes));
    }

    /// The ranges that are asked for; none if the whole is.
    private static List<ByteRange> ranges(SwiftRequest request, Content content) {
        var shown = content.shown();
        var edges = content.partEdges();
        var part = edges.isEmpty() ? Optional.<String>empty() : request.query().find("part-number");
        if (part.isPresent()) {
            int number = PartNumber.of(part.get());
            if (number >= edges.size()) throw new Refused(Fault.RANGE_NOT_SATISFIABLE);
            return List.of(PartNumber.range(edges, number));
        }
        var header = request.headers().first("range");
        if (header.isEmpty() || !shown.hasLength()) return List.of();
        var bytes = shown.object().bytes();
        return switch (RangeHeader.of(header.get(), bytes)) {
            case RangeHeader.Whole() -> List.of();
            case RangeHeader.Unsatisfiable() -> throw new Refused(Fault.RANGE_NOT_SATISFIABLE, bytes);
            case RangeHeader.Parts(var ranges) ->
                ranges.size() == 1 || shown.givesSeveralRanges() ? ranges : List.<ByteRange>of();
        };
    }

    private static ObjectAttributes typed(ObjectAttributes attributes, String contentType) {
        return new ObjectAttributes(
                contentType,
                attributes.headers(),
                attributes.metadata(),
                attributes.system(),
                attributes.deleteAtSeconds());
    }

    /// The dialects' own attributes, such as checksums, are of what is stored under a name and not of what
    /// is read.
    private static ObjectAttributes withoutSystem(ObjectAttributes attributes) {
        return new ObjectAttributes(
                attributes.contentType(),
                attributes.headers(),
                attributes.metadata(),
                Map.of(),
                attributes.deleteAtSeconds());
    }
}
