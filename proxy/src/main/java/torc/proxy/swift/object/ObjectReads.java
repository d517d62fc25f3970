package torc.proxy.swift.object;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.proxy.objects.Preconditions;
import torc.proxy.swift.condition.ByteRange;
import torc.proxy.swift.condition.Conditions;
import torc.proxy.swift.condition.RangeHeader;
import torc.proxy.swift.content.Content;
import torc.proxy.swift.content.Contents;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.content.Shown;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.time.Timestamps;

/// GET and HEAD of an object.
public final class ObjectReads {
    private final Contents contents;
    private final ManifestReads manifests;
    private final Supplier<String> boundaries;

    /// @param boundaries gives a fresh random text for each answer of several ranges, so that no body can hold it
    public ObjectReads(Contents contents, Supplier<String> boundaries) {
        this.contents = contents;
        this.manifests = new ManifestReads(contents);
        this.boundaries = boundaries;
    }

    public HttpResponse head(SwiftRequest request) {
        if (!request.query().isEmpty()) {
            var special = special(request);
            if (special.isPresent()) return withoutBody(special.get());
        }
        var conditions = Conditions.of(request.headers());
        var shown = contents.find(request.path(), request.reach()).orElseThrow(() -> missing(conditions));
        return switch (judge(conditions, shown)) {
            case PROCEED -> {
                var headers = ObjectHeaders.describe(shown).build();
                var bytes = shown.hasLength() ? OptionalLong.of(shown.object().bytes()) : OptionalLong.empty();
                yield new HttpResponse(200, headers, new ResponseBody.HeadOnly(bytes));
            }
            case NOT_MODIFIED ->
                HttpResponse.of(304, ObjectHeaders.describe(shown).build());
            case FAILED -> HttpResponse.of(412, ObjectHeaders.describe(shown).build());
        };
    }

    public HttpResponse get(SwiftRequest request) {
        if (!request.query().isEmpty()) {
            var special = special(request);
            if (special.isPresent()) return special.get();
        }
        var conditions = Conditions.of(request.headers());
        var content = contents.open(request.path(), request.reach()).orElseThrow(() -> missing(conditions));
        return answered(content, () -> answer(request, conditions, content));
    }

    /// What the query asks for besides the whole object, if the object has that: a link itself, its manifest, or one
    /// part of it.
    private Optional<HttpResponse> special(SwiftRequest request) {
        if (request.query().get("symlink").equals("get"))
            return contents.openItself(request.path()).map(content -> answerStored(request, content));
        if (request.query().get("multipart-manifest").equals("get")) return manifests.get(request, this::answerStored);
        var part = request.query().find("part-number");
        return part.isEmpty() ? Optional.empty() : part(request, part.get());
    }

    /// The answer for what is stored under a name itself.
    private HttpResponse answerStored(SwiftRequest request, Content content) {
        return answered(content, () -> answer(request, Conditions.of(request.headers()), content));
    }

    private static HttpResponse withoutBody(HttpResponse response) {
        return switch (response.body()) {
            case ResponseBody.Streamed(var bytes, var source) -> {
                source.close();
                yield new HttpResponse(response.status(), response.headers(), new ResponseBody.HeadOnly(bytes));
            }
            case ResponseBody.Whole _ when response.status() == 416 -> HttpResponse.of(416, response.headers());
            case ResponseBody.Whole(var bytes) ->
                new HttpResponse(
                        response.status(),
                        response.headers(),
                        new ResponseBody.HeadOnly(OptionalLong.of(bytes.length)));
            default -> response;
        };
    }

    /// HEAD by another cluster, which asks for what is stored under the name itself.
    public HttpResponse headItself(SwiftRequest request) {
        return contents.openItself(request.path())
                .map(content -> withoutBody(answerStored(request, content)))
                .orElseThrow(() -> new Refused(Fault.NOT_FOUND));
    }

    /// A streamed body closes the object when it ends; every other way out closes it here.
    private static HttpResponse answered(Content content, Supplier<HttpResponse> answer) {
        HttpResponse response = null;
        try {
            response = answer.get();
            return response;
        } finally {
            if (response == null || !(response.body() instanceof ResponseBody.Streamed)) content.close();
        }
    }

    private HttpResponse answer(SwiftRequest request, Preconditions conditions, Content content) {
        var shown = content.shown();
        return switch (judge(conditions, shown)) {
            case PROCEED -> served(request, content);
            case NOT_MODIFIED ->
                HttpResponse.of(304, ObjectHeaders.describe(shown).build());
            case FAILED -> HttpResponse.of(412, ObjectHeaders.describe(shown).build());
        };
    }

    private HttpResponse served(SwiftRequest request, Content content) {
        var shown = content.shown();
        var bytes = shown.object().bytes();
        var range = request.headers().first("range");
        if (range.isEmpty() || !shown.hasLength() || !rangeCounts(request, shown)) return whole(content);
        return switch (RangeHeader.of(range.get(), bytes)) {
            case RangeHeader.Whole() -> whole(content);
            case RangeHeader.Unsatisfiable() ->
                throw new Refused(Fault.RANGE_NOT_SATISFIABLE, bytes)
                        .with(ObjectHeaders.describe(shown)
                                .remove("Content-Type")
                                .add("Content-Range", "bytes */" + bytes)
                                .build());
            case RangeHeader.Parts(var ranges)
            when ranges.size() == 1 -> one(content, ranges.getFirst(), OptionalInt.empty());
            case RangeHeader.Parts _ when !shown.givesSeveralRanges() -> whole(content);
            case RangeHeader.Parts(var ranges) -> {
                var body = new MultipartRanges(content, ranges, boundaries.get());
                yield new HttpResponse(
                        206,
                        ObjectHeaders.describe(shown, body.contentType()).build(),
                        new ResponseBody.Streamed(OptionalLong.of(body.bytes()), body));
            }
        };
    }

    private static HttpResponse one(Content content, ByteRange range, OptionalInt parts) {
        var headers = ObjectHeaders.describe(content.shown())
                .add(
                        "Content-Range",
                        range.contentRange(content.shown().object().bytes()));
        parts.ifPresent(count -> headers.add("X-Parts-Count", Integer.toString(count)));
        return new HttpResponse(
                206,
                headers.build(),
                new ResponseBody.Streamed(
                        OptionalLong.of(range.bytes()),
                        new ContentSource(content, content.read(range.firstByte(), range.endByte()))));
    }

    private static HttpResponse whole(Content content) {
        var shown = content.shown();
        var headers = ObjectHeaders.describe(shown).build();
        if (!shown.hasLength())
            return new HttpResponse(
                    200,
                    headers,
                    new ResponseBody.Streamed(
                            OptionalLong.empty(), new ContentSource(content, content.read(0, Long.MAX_VALUE))));
        var bytes = shown.object().bytes();
        if (bytes == 0) return HttpResponse.of(200, headers);
        return new HttpResponse(
                200,
                headers,
                new ResponseBody.Streamed(OptionalLong.of(bytes), new ContentSource(content, content.read(0, bytes))));
    }

    /// One part of a static large object; empty for objects without parts, which are read as ever.
    private Optional<HttpResponse> part(SwiftRequest request, String number) {
        var shown = contents.find(request.path(), request.reach());
        if (shown.isEmpty() || !LargeObjectMarks.isStatic(shown.get().object())) return Optional.empty();
        var wanted = PartNumber.of(number);
        if (request.headers().contains("range")) throw new Refused(Fault.PART_NUMBER_WITH_RANGE);
        var opened = contents.open(request.path(), request.reach());
        return opened.map(content -> answered(content, () -> part(Conditions.of(request.headers()), content, wanted)));
    }

    private static HttpResponse part(Preconditions conditions, Content content, int number) {
        var shown = content.shown();
        var verdict = judge(conditions, shown);
        if (verdict != Conditions.Verdict.PROCEED)
            return HttpResponse.of(
                    verdict == Conditions.Verdict.FAILED ? 412 : 304,
                    ObjectHeaders.describe(shown).build());
        var edges = content.partEdges();
        var count = Math.max(0, edges.size() - 1);
        if (number > count) {
            var headers = ObjectHeaders.describe(shown)
                    .add("Content-Range", "bytes */" + shown.object().bytes())
                    .add("X-Parts-Count", Integer.toString(count));
            return HttpResponse.of(416, headers.build(), "The requested part number is not satisfiable");
        }
        return one(content, PartNumber.range(edges, number), OptionalInt.of(count));
    }

    /// With `If-Range`, a range counts only while the object is the one that the client has a part of.
    private static boolean rangeCounts(SwiftRequest request, Shown shown) {
        var ifRange = request.headers().first("if-range");
        if (ifRange.isEmpty()) return true;
        var validator = ifRange.get().trim();
        // A weak tag never counts here (RFC 9110 §13.1.5).
        return (!validator.startsWith("W/")
                        && Conditions.unquoted(validator).equals(shown.object().etag()))
                || validator.equals(Timestamps.lastModified(shown.object().modifiedMicros()));
    }

    private static Conditions.Verdict judge(Preconditions conditions, Shown shown) {
        var object = shown.object();
        return conditions.isNone()
                ? Conditions.Verdict.PROCEED
                : Conditions.judge(conditions, object.etag(), Timestamps.ceilSeconds(object.modifiedMicros()));
    }

    private static Refused missing(Preconditions conditions) {
        return new Refused(conditions.ifMatch().contains("*") ? Fault.PRECONDITION_FAILED : Fault.NOT_FOUND);
    }
}
