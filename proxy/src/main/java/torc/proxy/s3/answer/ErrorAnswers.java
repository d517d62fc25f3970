package torc.proxy.s3.answer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.context.RequestContext;
import torc.common.http.BodyBroken;
import torc.common.http.Headers;
import torc.common.http.HttpRequest;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.objectserver.blob.BlobUnreadable;
import torc.proxy.objects.Objects.DeleteOutcome;
import torc.proxy.objects.StoreUnavailable;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.xml.XmlText;
import torc.ring.metadata.MetadataUnavailable;

/// Turns outcomes and exceptions into S3's errors. The only place that does.
public final class ErrorAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private ErrorAnswers() {}

    /// The answer to a request that ended in this exception.
    public static HttpResponse answer(RuntimeException thrown, HttpRequest request, String requestId) {
        var failure = failureOf(thrown);
        var headers = Headers.builder().add("x-amz-request-id", requestId).add("x-amz-id-2", requestId);
        var status = failure.code().status();
        if (status == 503) headers.add("Retry-After", "1");
        if (request.method().equals("HEAD")) return HttpResponse.of(status, headers.build());
        headers.add("Content-Type", "application/xml");
        return new HttpResponse(
                status, headers.build(), new ResponseBody.Whole(document(failure, request.rawPath(), requestId)));
    }

    /// The failure that a write ended with.
    ///
    /// @throws IllegalStateException if it succeeded
    public static S3Failure of(WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Stored stored ->
                throw new IllegalStateException("stored " + stored.object().name());
            case WriteOutcome.NoContainer _ -> new S3Failure(S3ErrorCode.NO_SUCH_BUCKET);
            case WriteOutcome.NoSource _ -> new S3Failure(S3ErrorCode.NO_SUCH_KEY);
            case WriteOutcome.NoUpload _ -> new S3Failure(S3ErrorCode.NO_SUCH_UPLOAD);
            case WriteOutcome.PreconditionFailed _ -> new S3Failure(S3ErrorCode.PRECONDITION_FAILED);
            case WriteOutcome.EtagMismatch _ -> new S3Failure(S3ErrorCode.BAD_DIGEST);
            case WriteOutcome.TooLarge _ -> new S3Failure(S3ErrorCode.ENTITY_TOO_LARGE);
            case WriteOutcome.BadPart _ -> new S3Failure(S3ErrorCode.INVALID_PART);
            case WriteOutcome.PartTooSmall _ -> new S3Failure(S3ErrorCode.ENTITY_TOO_SMALL);
            case WriteOutcome.BadRange _ ->
                new S3Failure(S3ErrorCode.INVALID_ARGUMENT, "Range specified is not valid for source object");
            case WriteOutcome.QuotaExceeded _ -> new S3Failure(S3ErrorCode.QUOTA_EXCEEDED);
            case WriteOutcome.NotArchived _ -> new S3Failure(S3ErrorCode.PRECONDITION_FAILED);
            case WriteOutcome.Full _ -> new S3Failure(S3ErrorCode.INSUFFICIENT_STORAGE);
            case WriteOutcome.Unavailable unavailable -> unavailable(unavailable.cause());
        };
    }

    /// The failure that a deletion ended with.
    ///
    /// @throws IllegalStateException if there is none: deleting what is missing succeeds
    public static S3Failure of(DeleteOutcome outcome) {
        return switch (outcome) {
            case DeleteOutcome.Deleted deleted ->
                throw new IllegalStateException("deleted " + deleted.object().name());
            case DeleteOutcome.Missing _ -> throw new IllegalStateException("missing");
            case DeleteOutcome.NoContainer _ -> new S3Failure(S3ErrorCode.NO_SUCH_BUCKET);
            case DeleteOutcome.PreconditionFailed _ -> new S3Failure(S3ErrorCode.PRECONDITION_FAILED);
            case DeleteOutcome.Unavailable unavailable -> unavailable(unavailable.cause());
        };
    }

    private static S3Failure unavailable(String cause) {
        LOG.warn("Request refused for now cause={}", cause);
        return new S3Failure(S3ErrorCode.SERVICE_UNAVAILABLE);
    }

    /// What an exception is to a client. One that is not expected is logged here, and told as no more than
    /// that.
    public static S3Failure failureOf(Throwable thrown) {
        return switch (thrown) {
            case S3Failure failure -> failure;
            case BodyBroken broken -> of(broken);
            case StoreUnavailable store when store.full() -> new S3Failure(S3ErrorCode.INSUFFICIENT_STORAGE);
            case StoreUnavailable store -> unavailable(String.valueOf(store.getMessage()));
            // Who the caller is cannot be read.
            case MetadataUnavailable rows -> unavailable(String.valueOf(rows.getMessage()));
            case BlobUnreadable unreadable -> {
                LOG.error("Object cannot be read requestId={}", RequestContext.currentRequestId(), unreadable);
                yield new S3Failure(S3ErrorCode.SERVICE_UNAVAILABLE);
            }
            default -> {
                LOG.error("Request failed requestId={}", RequestContext.currentRequestId(), thrown);
                yield new S3Failure(S3ErrorCode.INTERNAL_ERROR);
            }
        };
    }

    private static S3Failure of(BodyBroken broken) {
        return switch (broken.reason()) {
            case DISCONNECTED -> new S3Failure(S3ErrorCode.INCOMPLETE_BODY);
            case STALLED -> new S3Failure(S3ErrorCode.REQUEST_TIMEOUT);
            case MALFORMED -> new S3Failure(S3ErrorCode.INVALID_REQUEST, "The body's framing is malformed.");
        };
    }

    private static byte[] document(S3Failure failure, String resource, String requestId) {
        var xml = XmlText.plainDocument("Error")
                .element("Code", failure.code().code())
                .element("Message", failure.message());
        failure.details().forEach(xml::element);
        return xml.element("Resource", resource)
                .element("RequestId", requestId)
                .element("HostId", requestId)
                .close("Error")
                .bytes();
    }
}
