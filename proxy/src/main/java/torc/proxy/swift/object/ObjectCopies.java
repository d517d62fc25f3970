package torc.proxy.swift.object;

import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
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
import torc.proxy.swift.metadata.MetadataLimits;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.time.Timestamps;

/// COPY, and PUT with `X-Copy-From`. Conditions are on the source, as in Swift, but `If-None-Match: *`, which can
/// only mean that the target must not be there yet. A whole object is copied without moving its bytes; a range of one
/// is read and
/// written anew.
public final class ObjectCopies {
    private final Objects objects;
    private final UploadHeaders uploadHeaders;
    private final long maxObjectBytes;

    public ObjectCopies(Objects objects, MetadataLimits limits, long maxObjectBytes, InstantSource clock) {
        this.objects = objects;
        this.uploadHeaders = new UploadHeaders(limits, clock);
        this.maxObjectBytes = maxObjectBytes;
    }

    public HttpResponse copy(SwiftRequest request) {
        // A COPY has no use for a body, and a PUT that has both says two things at once.
        if (request.http().body().announcedBytes().orElse(0) > 0
                && request.http().method().equals("PUT")) throw new Refused(Fault.COPY_HAS_BODY);
        var source = request.sources().getFirst();
        var sourceName = source.objectName(Fault.NOT_FOUND);
        var targetName = request.path().objectName(Fault.OBJECT_NAME_TOO_LONG);
        var from = objects.find(sourceName).orElseThrow(() -> new Refused(Fault.NOT_FOUND));
        var stored = WriteOutcomes.stored(write(request, from, sourceName, targetName));
        var headers = ObjectWrites.created(stored)
                .add("X-Copied-From", PercentCoding.encode(source.container() + "/" + source.object()))
                .add("X-Copied-From-Account", PercentCoding.encode(source.account()))
                .add("X-Copied-From-Last-Modified", Timestamps.lastModified(from.modifiedMicros()));
        ObjectHeaders.addMetadata(stored, headers);
        return HttpResponse.of(201, headers.build());
    }

    private WriteOutcome write(SwiftRequest request, StoredObject from, ObjectName source, ObjectName target) {
        var conditions = Conditions.of(request.headers());
        var toTarget = conditions.ifNoneMatch().contains("*");
        var sourceConditions = new Preconditions(
                conditions.ifMatch(),
                toTarget ? java.util.List.of() : conditions.ifNoneMatch(),
                conditions.ifModifiedSinceSeconds(),
                conditions.ifUnmodifiedSinceSeconds());
        var targetConditions = new Preconditions(
                java.util.List.of(),
                toTarget ? conditions.ifNoneMatch() : java.util.List.of(),
                OptionalLong.empty(),
                OptionalLong.empty());
        var range = request.headers().first("range");
        if (range.isPresent()) {
            switch (RangeHeader.of(range.get(), from.bytes())) {
                case RangeHeader.Whole() -> {}
                case RangeHeader.Unsatisfiable() -> throw new Refused(Fault.RANGE_NOT_SATISFIABLE, from.bytes());
                case RangeHeader.Parts(var ranges)
                when ranges.size() == 1 -> {
                    return writeRange(request, source, target, ranges.getFirst(), sourceConditions, targetConditions);
                }
                case RangeHeader.Parts _ -> throw new Refused(Fault.NOT_IMPLEMENTED);
            }
        }
        return objects.copy(
                source,
                target,
                new CopyRequest(
                        sourceConditions,
                        targetConditions,
                        attributes -> uploadHeaders.ofCopy(request.headers(), attributes),
                        maxObjectBytes));
    }

    private WriteOutcome writeRange(
            SwiftRequest request,
            ObjectName source,
            ObjectName target,
            ByteRange range,
            Preconditions sourceConditions,
            Preconditions targetConditions) {
        try (var open = objects.open(source).orElseThrow(() -> new Refused(Fault.NOT_FOUND))) {
            var object = open.object();
            if (range.endByte() > object.bytes()) throw new Refused(Fault.RANGE_NOT_SATISFIABLE, object.bytes());
            var modified = Timestamps.ceilSeconds(object.modifiedMicros());
            if (Conditions.judge(sourceConditions, object.etag(), modified) != Conditions.Verdict.PROCEED)
                throw new Refused(Fault.PRECONDITION_FAILED);
            var attributes = uploadHeaders.ofCopy(request.headers(), object.attributes());
            ByteSource body = open.read(range.firstByte(), range.endByte());
            return objects.put(
                    target,
                    new PutRequest(
                            body,
                            OptionalLong.of(range.bytes()),
                            withoutSystem(attributes),
                            Map::of,
                            "",
                            targetConditions,
                            maxObjectBytes));
        }
    }

    /// The dialects' own attributes, such as checksums, are of the whole and not of a part.
    private static ObjectAttributes withoutSystem(ObjectAttributes attributes) {
        return new ObjectAttributes(
                attributes.contentType(),
                attributes.headers(),
                attributes.metadata(),
                Map.of(),
                attributes.deleteAtSeconds());
    }
}
