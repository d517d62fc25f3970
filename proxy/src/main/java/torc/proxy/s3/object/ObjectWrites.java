package torc.proxy.s3.object;

import torc.common.http.HttpResponse;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.s3.answer.ErrorAnswers;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;

/// PutObject and DeleteObject.
public final class ObjectWrites {
    private final Objects objects;
    private final MissingKeys missing;
    private final long maxPutBytes;

    /// @param maxPutBytes greatest length of an object by one PUT
    public ObjectWrites(Objects objects, MissingKeys missing, long maxPutBytes) {
        this.objects = objects;
        this.missing = missing;
        this.maxPutBytes = maxPutBytes;
    }

    public HttpResponse put(S3Request request) {
        if (request.payload().bytes() > maxPutBytes) throw new S3Failure(S3ErrorCode.ENTITY_TOO_LARGE);
        var conditions = Conditions.ofWrite(request);
        var attributes = ClientAttributes.of(request);
        var md5 = request.payload().expectedMd5();
        var body = request.payload().open(null);
        var outcome = objects.put(
                request.object(),
                new PutRequest(
                        body, body.announcedBytes(), attributes, body::systemAtEnd, md5, conditions, maxPutBytes));
        return switch (outcome) {
            case WriteOutcome.Stored(var object) -> stored(request, object);
            case WriteOutcome.PreconditionFailed _ when !conditions.ifMatch().isEmpty() -> throw unmatched(request);
            default -> throw ErrorAnswers.of(outcome);
        };
    }

    public HttpResponse delete(S3Request request) {
        var conditions = Conditions.ofWrite(request);
        var outcome = objects.delete(request.object(), conditions);
        return switch (outcome) {
            case DeleteOutcome.Deleted _, DeleteOutcome.Missing _ ->
                HttpResponse.of(204, request.answer().build());
            default -> throw ErrorAnswers.of(outcome);
        };
    }

    private static HttpResponse stored(S3Request request, StoredObject object) {
        var head = request.answer().add("ETag", "\"" + object.etag() + "\"");
        ObjectChecksum.of(object.attributes().system()).ifPresent(checksum -> ObjectHead.addChecksum(head, checksum));
        return HttpResponse.of(200, head.build());
    }

    /// If-Match on what is not there is answered as a missing key.
    private S3Failure unmatched(S3Request request) {
        return objects.find(request.object()).isPresent()
                ? new S3Failure(S3ErrorCode.PRECONDITION_FAILED)
                : missing.failure(request);
    }
}
