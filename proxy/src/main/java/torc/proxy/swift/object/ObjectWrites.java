package torc.proxy.swift.object;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.Objects;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.SymbolicLink;
import torc.proxy.swift.content.VersionFields;
import torc.proxy.swift.metadata.MetadataLimits;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.request.VersionId;
import torc.proxy.swift.time.Timestamps;

/// PUT, POST and DELETE of an object. Conditions are judged by the service, in the transaction that writes.
public final class ObjectWrites {
    private static final Headers NO_BODY =
            Headers.builder().add("Content-Type", "text/html; charset=UTF-8").build();

    private static final String MANIFEST = "multipart-manifest";

    private final Objects objects;
    private final UploadHeaders uploadHeaders;
    private final ManifestUploads manifests;
    private final ManifestDeletes manifestDeletes;
    private final LinkUploads links;
    private final SentWrites sent;
    private final long maxObjectBytes;

    /// @param maxObjectBytes greatest length of one object
    public ObjectWrites(
            Objects objects, Contents contents, MetadataLimits limits, long maxObjectBytes, InstantSource clock) {
        this.objects = objects;
        this.uploadHeaders = new UploadHeaders(limits, clock);
        this.manifests = new ManifestUploads(objects, contents, uploadHeaders, clock);
        this.manifestDeletes = new ManifestDeletes(objects, contents, clock);
        this.links = new LinkUploads(objects, contents, uploadHeaders);
        this.sent = new SentWrites(objects, uploadHeaders, maxObjectBytes);
        this.maxObjectBytes = maxObjectBytes;
    }

    public HttpResponse put(SwiftRequest request) {
        if (request.sent()) return sent.put(request, announcedBytes(request));
        var headers = request.headers();
        var asked = Conditions.of(headers);
        // A tag other than the star would ask that one certain content be absent, which Swift does not do either.
        if (!asked.ifNoneMatch().isEmpty() && !asked.ifNoneMatch().equals(List.of("*")))
            throw new Refused(Fault.IF_NONE_MATCH_NOT_STAR);
        if (headers.contains(LinkUploads.TARGET)) return links.put(request);
        if (request.query().get(MANIFEST).equals("put")) return manifests.put(request);
        if (headers.contains("x-static-large-object")) throw new Refused(Fault.MANIFEST_MARK_RESERVED);
        var announced = announcedBytes(request);
        var name = request.path().objectName(Fault.OBJECT_NAME_TOO_LONG);
        var attributes = uploadHeaders.ofPut(headers, name.text());
        var outcome = objects.put(
                name,
                new PutRequest(
                        request.http().body(),
                        announced,
                        attributes,
                        Map::of,
                        uploadHeaders.expectedEtag(headers),
                        WriteConditions.of(request, objects, name),
                        maxObjectBytes));
        return HttpResponse.of(201, created(WriteOutcomes.stored(outcome)).build());
    }

    /// The object, if it still ends when its deleter believes, whether that has come or not.
    private ObjectName endingAt(ObjectName name, String end) {
        if (!end.matches("[0-9]{1,18}")) throw new Refused(Fault.IF_DELETE_AT_INVALID);
        var even = name.at(ObjectName.EVEN_ENDED);
        var found = objects.find(even).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        if (found.deleteAtSeconds().orElse(0) != Long.parseLong(end)) throw new Refused(Fault.IF_DELETE_AT_DIFFERS);
        return even;
    }

    private static Headers marked(Headers headers, long marker) {
        if (marker <= ObjectName.UNVERSIONED) return headers;
        return headers.toBuilder().add(VersionFields.ID, VersionId.of(marker)).build();
    }

    /// What the head says of the body's length, checked before a byte of it is asked for.
    private OptionalLong announcedBytes(SwiftRequest request) {
        var encoding = request.header("transfer-encoding");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("chunked"))
            throw new Refused(Fault.TRANSFER_ENCODING_UNKNOWN);
        if (encoding.isEmpty() && !request.headers().contains("content-length"))
            throw new Refused(Fault.CONTENT_LENGTH_REQUIRED);
        var announced = request.http().body().announcedBytes();
        if (announced.isPresent() && announced.getAsLong() > maxObjectBytes) throw new Refused(Fault.TOO_LARGE);
        return announced;
    }

    static Headers.Builder created(StoredObject object) {
        var headers = Headers.builder()
                .add("Content-Type", "text/html; charset=UTF-8")
                .add("Etag", object.etag())
                .add("Last-Modified", Timestamps.lastModified(object.modifiedMicros()));
        if (object.isVersion()) headers.add(VersionFields.ID, VersionId.of(object.version()));
        return headers;
    }

    public HttpResponse post(SwiftRequest request) {
        var headers = request.headers();
        if (headers.contains(LinkUploads.TARGET)) throw new Refused(Fault.LINK_BY_POST);
        var name = request.path().objectName(Fault.NOT_FOUND);
        var conditions = WriteConditions.of(request, objects, name);
        var outcome = objects.update(name, before -> uploadHeaders.ofPost(headers, before), conditions);
        var stored = WriteOutcomes.stored(outcome);
        return SymbolicLink.isLink(stored)
                ? LinkUploads.posted(request.path(), SymbolicLink.of(stored))
                : HttpResponse.of(202, NO_BODY);
    }

    public HttpResponse delete(SwiftRequest request) {
        if (request.sent()) return sent.delete(request);
        if (request.query().get(MANIFEST).equals("delete")) {
            if (!request.query().isTrue("async")) return manifestDeletes.delete(request);
            manifestDeletes.deleteSegments(request);
        }
        var name = request.path().objectName(Fault.NOT_FOUND);
        var end = request.header("x-if-delete-at");
        if (!end.isEmpty()) name = endingAt(name, end);
        return switch (objects.delete(name, WriteConditions.of(request, objects, name))) {
            case Objects.DeleteOutcome.Deleted deleted -> HttpResponse.of(204, marked(NO_BODY, deleted.marker()));
            case Objects.DeleteOutcome.Missing(var marker) ->
                throw new Refused(Fault.NOT_FOUND).with(marked(Headers.empty(), marker));
            case Objects.DeleteOutcome.NoContainer _ -> throw new Refused(Fault.NOT_FOUND);
            case Objects.DeleteOutcome.PreconditionFailed _ -> throw new Refused(Fault.PRECONDITION_FAILED);
            case Objects.DeleteOutcome.Unavailable _ -> throw new Refused(Fault.UNAVAILABLE);
        };
    }
}
