package torc.proxy.s3.object;

import java.util.Optional;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.OpenObject;
import torc.proxy.objects.StoredObject;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// GetObject and HeadObject.
public final class ObjectReads {
    private final Objects objects;
    private final MissingKeys missing;

    public ObjectReads(Objects objects, MissingKeys missing) {
        this.objects = objects;
        this.missing = missing;
    }

    public HttpResponse head(S3Request request) {
        var object = objects.find(request.object()).orElseThrow(() -> missing.failure(request));
        var refusal = refusal(request, object);
        if (refusal.isPresent()) return refusal.get();
        var part = part(request, object);
        var headOnly = new ResponseBody.HeadOnly(OptionalLong.of(part.range().bytes()));
        return new HttpResponse(part.status(), part.head(request, object).build(), headOnly);
    }

    public HttpResponse get(S3Request request) {
        var open = objects.open(request.object()).orElseThrow(() -> missing.failure(request));
        var handedOver = false;
        try {
            var refusal = refusal(request, open.object());
            if (refusal.isPresent()) return refusal.get();
            var response = bytes(request, open);
            handedOver = response.body() instanceof ResponseBody.Streamed;
            return response;
        } finally {
            if (!handedOver) open.close();
        }
    }

    private static HttpResponse bytes(S3Request request, OpenObject open) {
        var object = open.object();
        var part = part(request, object);
        Headers head = part.head(request, object).build();
        if (part.range().bytes() == 0) return HttpResponse.of(part.status(), head);
        var source = new ObjectBytes(
                open, open.read(part.range().firstByte(), part.range().endByte()));
        return new HttpResponse(
                part.status(),
                head,
                new ResponseBody.Streamed(OptionalLong.of(part.range().bytes()), source));
    }

    /// The answer that the request's conditions force.
    private static Optional<HttpResponse> refusal(S3Request request, StoredObject object) {
        return switch (Conditions.ofRead(request).forRead(Optional.of(object))) {
            case HOLD -> Optional.empty();
            case NOT_MODIFIED ->
                Optional.of(HttpResponse.of(
                        304, ObjectHead.validators(request, object).build()));
            case FAILED -> throw new S3Failure(S3ErrorCode.PRECONDITION_FAILED);
        };
    }

    private static WantedBytes part(S3Request request, StoredObject object) {
        return WantedBytes.of(request, object);
    }
}
