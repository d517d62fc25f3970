package torc.proxy.s3.upload;

import java.util.Map;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Uploads;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.object.ClientAttributes;
import torc.proxy.s3.xml.XmlText;

/// CreateMultipartUpload and AbortMultipartUpload.
public final class UploadStart {
    private final Uploads uploads;

    public UploadStart(Uploads uploads) {
        this.uploads = uploads;
    }

    public HttpResponse create(S3Request request) {
        var checksum = UploadChecksum.asked(request);
        var attributes = ClientAttributes.of(request)
                .withSystem(checksum.map(UploadChecksum::attributes).orElse(Map.of()));
        var upload = uploads.create(request.object(), attributes)
                .orElseThrow(() -> new S3Failure(S3ErrorCode.NO_SUCH_BUCKET));
        var head = request.answer();
        checksum.ifPresent(
                each -> head.add("x-amz-checksum-algorithm", each.algorithm().label())
                        .add("x-amz-checksum-type", each.type().name()));
        return XmlAnswers.ok(
                head,
                XmlText.document("InitiateMultipartUploadResult")
                        .element("Bucket", request.target().bucket())
                        .element("Key", request.target().key())
                        .element("UploadId", upload.id().toString())
                        .close("InitiateMultipartUploadResult"));
    }

    public HttpResponse abort(S3Request request) {
        if (!uploads.abort(request.object(), UploadIds.of(request))) throw new S3Failure(S3ErrorCode.NO_SUCH_UPLOAD);
        return HttpResponse.of(204, request.answer().build());
    }
}
