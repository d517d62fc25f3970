package torc.proxy.s3.upload;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.http.HttpResponse;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.PutRequest;
import torc.proxy.objects.Uploads;
import torc.proxy.objects.Uploads.Part;
import torc.proxy.objects.Uploads.PartOutcome;
import torc.proxy.objects.Uploads.Range;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.s3.answer.ErrorAnswers;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.copy.CopySource;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.object.Conditions;
import torc.proxy.s3.object.MissingKeys;
import torc.proxy.s3.xml.XmlText;

/// UploadPart and UploadPartCopy.
public final class UploadParts {
    private static final ObjectAttributes NO_ATTRIBUTES =
            new ObjectAttributes("", Map.of(), Map.of(), Map.of(), OptionalLong.empty());

    private final Uploads uploads;
    private final MissingKeys missing;
    private final long maxPartBytes;

    public UploadParts(Uploads uploads, MissingKeys missing, long maxPartBytes) {
        this.uploads = uploads;
        this.missing = missing;
        this.maxPartBytes = maxPartBytes;
    }

    public HttpResponse put(S3Request request) {
        var id = UploadIds.of(request);
        var number = UploadIds.partNumber(request);
        if (request.header("x-amz-copy-source").isPresent()) return copy(request);
        if (request.payload().bytes() > maxPartBytes) throw new S3Failure(S3ErrorCode.ENTITY_TOO_LARGE);
        var upload = existing(request);
        var algorithm = UploadChecksum.of(upload).map(UploadChecksum::algorithm);
        checkAgreement(algorithm, request.payload().declaredAlgorithm());
        var md5 = request.payload().expectedMd5();
        var body = request.payload().open(algorithm.orElse(null));
        var put = new PutRequest(
                body, body.announcedBytes(), NO_ATTRIBUTES, body::systemAtEnd, md5, Preconditions.NONE, maxPartBytes);
        return switch (uploads.putPart(request.object(), id, number, put)) {
            case PartOutcome.Stored(var part) -> stored(request, part);
            case PartOutcome.Refused(var reason) -> throw ErrorAnswers.of(reason);
        };
    }

    private HttpResponse copy(S3Request request) {
        var source = CopySource.of(request);
        var range = request.header("x-amz-copy-source-range").map(CopyRange::parse);
        existing(request);
        var copy = new CopyRequest(
                Conditions.ofCopySource(request), Preconditions.NONE, whole -> copied(whole, range), maxPartBytes);
        var outcome = uploads.copyPart(
                request.object(), UploadIds.of(request), UploadIds.partNumber(request), source.name(), range, copy);
        return switch (outcome) {
            case PartOutcome.Stored(var part) -> copied(request, part);
            case PartOutcome.Refused(WriteOutcome.NoSource _) ->
                throw missing.failure(request, source.bucket(), source.key());
            case PartOutcome.Refused(WriteOutcome.TooLarge(var allowed)) -> throw CopySource.tooLarge(allowed);
            case PartOutcome.Refused(var reason) -> throw ErrorAnswers.of(reason);
        };
    }

    /// A copied part keeps the checksum of its source only if it is all of it.
    private static ObjectAttributes copied(ObjectAttributes source, Optional<Range> range) {
        var system = new HashMap<String, String>();
        if (range.isEmpty())
            ObjectChecksum.of(source.system())
                    .filter(checksum -> checksum.type() == torc.proxy.s3.checksum.ChecksumType.FULL_OBJECT)
                    .ifPresent(checksum -> system.putAll(checksum.attributes()));
        return NO_ATTRIBUTES.withSystem(system);
    }

    private Upload existing(S3Request request) {
        return uploads.find(request.object(), UploadIds.of(request))
                .orElseThrow(() -> new S3Failure(S3ErrorCode.NO_SUCH_UPLOAD));
    }

    private static void checkAgreement(Optional<ChecksumAlgorithm> upload, Optional<ChecksumAlgorithm> part) {
        if (upload.isPresent() && part.isPresent() && upload.get() != part.get())
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "Checksum Type mismatch occurred, expected checksum Type: "
                            + upload.get().label() + ", actual checksum Type: "
                            + part.get().label());
    }

    private static HttpResponse stored(S3Request request, Part part) {
        var head = request.answer().add("ETag", "\"" + part.etag() + "\"");
        ObjectChecksum.of(part.attributes().system())
                .ifPresent(checksum -> head.add(checksum.algorithm().header(), checksum.text()));
        return HttpResponse.of(200, head.build());
    }

    private static HttpResponse copied(S3Request request, Part part) {
        var xml = XmlText.document("CopyPartResult")
                .element("LastModified", Times.iso(part.modifiedMicros()))
                .element("ETag", "\"" + part.etag() + "\"");
        ObjectChecksum.of(part.attributes().system())
                .ifPresent(checksum -> xml.element(checksum.algorithm().element(), checksum.text()));
        return XmlAnswers.ok(request.answer(), xml.close("CopyPartResult"));
    }
}
