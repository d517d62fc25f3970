package torc.proxy.swift.object;

import java.util.OptionalLong;
import java.util.function.Supplier;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.OpenObject;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.condition.RangeHeader;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.time.Timestamps;

/// GET and HEAD of an object.
public final class ObjectReads {
    private final Objects objects;
    private final Supplier<String> boundaries;

    /// @param boundaries gives a fresh random text for each answer of several ranges, so that no body can hold it
    public ObjectReads(Objects objects, Supplier<String> boundaries) {
        this.objects = objects;
        this.boundaries = boundaries;
    }

    public HttpResponse head(SwiftRequest request) {
        var conditions = Conditions.of(request.headers());
        var object = objects.find(request.path().objectName(Fault.NOT_FOUND)).orElseThrow(() -> missing(conditions));
        return switch (judge(conditions, object)) {
            case PROCEED ->
                new HttpResponse(
                        200,
                        ObjectHeaders.describe(object).build(),
                        new ResponseBody.HeadOnly(OptionalLong.of(object.bytes())));
            case NOT_MODIFIED ->
                HttpResponse.of(304, ObjectHeaders.describe(object).build());
            case FAILED -> HttpResponse.of(412, ObjectHeaders.describe(object).build());
        };
    }

    public HttpResponse get(SwiftRequest request) {
        var conditions = Conditions.of(request.headers());
        var open = objects.open(request.path().objectName(Fault.NOT_FOUND)).orElseThrow(() -> missing(conditions));
        HttpResponse response = null;
        try {
            response = answer(request, conditions, open);
            return response;
        } finally {
            // A streamed body closes the object when it ends; every other way out closes it here.
            if (response == null || !(response.body() instanceof ResponseBody.Streamed)) open.close();
        }
    }

    private HttpResponse answer(SwiftRequest request, Preconditions conditions, OpenObject open) {
        var object = open.object();
        return switch (judge(conditions, object)) {
            case PROCEED -> served(request, open);
            case NOT_MODIFIED ->
                HttpResponse.of(304, ObjectHeaders.describe(object).build());
            case FAILED -> HttpResponse.of(412, ObjectHeaders.describe(object).build());
        };
    }

    private HttpResponse served(SwiftRequest request, OpenObject open) {
        var object = open.object();
        var range = request.headers().first("range");
        if (range.isEmpty() || !rangeCounts(request, object)) return whole(open);
        return switch (RangeHeader.of(range.get(), object.bytes())) {
            case RangeHeader.Whole() -> whole(open);
            case RangeHeader.Unsatisfiable() ->
                throw new Refused(Fault.RANGE_NOT_SATISFIABLE, object.bytes())
                        .with(ObjectHeaders.describe(object)
                                .remove("Content-Type")
                                .add("Content-Range", "bytes */" + object.bytes())
                                .build());
            case RangeHeader.Parts(var ranges)
            when ranges.size() == 1 -> {
                var only = ranges.getFirst();
                var headers = ObjectHeaders.describe(object)
                        .add("Content-Range", only.contentRange(object.bytes()))
                        .build();
                yield new HttpResponse(
                        206,
                        headers,
                        new ResponseBody.Streamed(
                                OptionalLong.of(only.bytes()),
                                new OpenObjectSource(open, open.read(only.firstByte(), only.endByte()))));
            }
            case RangeHeader.Parts(var ranges) -> {
                var body = new MultipartRanges(open, ranges, boundaries.get());
                yield new HttpResponse(
                        206,
                        ObjectHeaders.describe(object, body.contentType()).build(),
                        new ResponseBody.Streamed(OptionalLong.of(body.bytes()), body));
            }
        };
    }

    private static HttpResponse whole(OpenObject open) {
        var object = open.object();
        var headers = ObjectHeaders.describe(object).build();
        if (object.bytes() == 0) return HttpResponse.of(200, headers);
        return new HttpResponse(
                200,
                headers,
                new ResponseBody.Streamed(
                        OptionalLong.of(object.bytes()), new OpenObjectSource(open, open.read(0, object.bytes()))));
    }

    /// With `If-Range`, a range counts only while the object is the one that the client has a part of.
    private static boolean rangeCounts(SwiftRequest request, StoredObject object) {
        var ifRange = request.headers().first("if-range");
        if (ifRange.isEmpty()) return true;
        var validator = ifRange.get().trim();
        // A weak tag never counts here (RFC 9110 §13.1.5).
        return (!validator.startsWith("W/") && Conditions.unquoted(validator).equals(object.etag()))
                || validator.equals(Timestamps.lastModified(object.modifiedMicros()));
    }

    private static Conditions.Verdict judge(Preconditions conditions, StoredObject object) {
        return conditions.isNone()
                ? Conditions.Verdict.PROCEED
                : Conditions.judge(conditions, object.etag(), Timestamps.ceilSeconds(object.modifiedMicros()));
    }

    private static Refused missing(Preconditions conditions) {
        return new Refused(conditions.ifMatch().contains("*") ? Fault.PRECONDITION_FAILED : Fault.NOT_FOUND);
    }
}
