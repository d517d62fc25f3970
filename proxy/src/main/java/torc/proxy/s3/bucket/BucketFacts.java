package torc.proxy.s3.bucket;

import torc.common.http.HttpResponse;
import torc.proxy.s3.answer.Acls;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.Operation;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.xml.XmlText;

/// What clients ask of a bucket before they use it: honest answers about what is not there.
public final class BucketFacts {
    private final Buckets buckets;

    public BucketFacts(Buckets buckets) {
        this.buckets = buckets;
    }

    /// GetBucketLocation. The home region is an empty element if it is us-east-1, as on Amazon.
    public HttpResponse location(S3Request request) {
        var location = buckets.locationOf(buckets.existing(request));
        var text = location.equals("us-east-1") ? "" : location;
        return XmlAnswers.ok(
                request.answer(),
                XmlText.document("LocationConstraint").text(text).close("LocationConstraint"));
    }

    /// GetBucketVersioning: never enabled.
    public HttpResponse versioning(S3Request request) {
        buckets.existing(request);
        return XmlAnswers.ok(
                request.answer(), XmlText.document("VersioningConfiguration").close("VersioningConfiguration"));
    }

    /// GetBucketRequestPayment.
    public HttpResponse requestPayment(S3Request request) {
        buckets.existing(request);
        return XmlAnswers.ok(
                request.answer(),
                XmlText.document("RequestPaymentConfiguration")
                        .element("Payer", "BucketOwner")
                        .close("RequestPaymentConfiguration"));
    }

    /// GetBucketAcl: the owner has full control, and nobody else any.
    public HttpResponse acl(S3Request request) {
        buckets.existing(request);
        return Acls.ownerOnly(request);
    }

    /// A configuration that no bucket has, whose absence has an error of its own.
    public Operation absent(S3ErrorCode code) {
        return request -> {
            buckets.existing(request);
            throw new S3Failure(code);
        };
    }
}
