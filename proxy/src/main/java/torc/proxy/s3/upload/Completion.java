package torc.proxy.s3.upload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.http.HttpResponse;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.Uploads;
import torc.proxy.objects.Uploads.Part;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.s3.answer.ErrorAnswers;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.object.Conditions;
import torc.proxy.s3.xml.XmlText;

/// CompleteMultipartUpload. The service decides in one transaction; here the listed parts are compared with
/// the stored
/// ones for what the service does not know: checksums.
///
/// A part that is replaced meanwhile has another entity tag, which the service refuses, or the same bytes.
public final class Completion {
    private static final int MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

    private final Uploads uploads;
    private final long minPartBytes;

    /// @param minPartBytes least size of all parts but the last
    public Completion(Uploads uploads, long minPartBytes) {
        this.uploads = uploads;
        this.minPartBytes = minPartBytes;
    }

    public HttpResponse complete(S3Request request) {
        var id = UploadIds.of(request);
        var list = CompletionList.parse(request.payload().readWholeOfOtherChecksum(MAX_DOCUMENT_BYTES));
        var upload = uploads.find(request.object(), id);
        var attributes = upload.isEmpty() ? finished() : attributes(request, upload.get(), list);
        var outcome = uploads.complete(
                request.object(),
                id,
                list.parts(),
                PartsEtag.of(list.parts()),
                attributes,
                Conditions.ofWrite(request),
                minPartBytes);
        return switch (outcome) {
            case WriteOutcome.Stored(var object) -> answer(request, object);
            default -> throw ErrorAnswers.of(outcome);
        };
    }

    /// An upload that is not there may have been completed already: then the service knows its object.
    private static ObjectAttributes finished() {
        return new ObjectAttributes("", Map.of(), Map.of(), Map.of(), OptionalLong.empty());
    }

    private ObjectAttributes attributes(S3Request request, Upload upload, CompletionList list) {
        var stored = storedParts(upload);
        long bytes = 0;
        for (var item : list.items()) {
            var part = stored.get(item.part().number());
            if (part == null || !part.etag().equals(item.part().etag())) throw invalidPart(item);
            checkPart(item, part);
            bytes += part.bytes();
        }
        var announced = request.header("x-amz-mp-object-size");
        if (announced.isPresent() && !announced.get().equals(String.valueOf(bytes)))
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "The provided 'x-amz-mp-object-size' header does not match what was computed.");
        var given = upload.attributes();
        return new ObjectAttributes(
                given.contentType(),
                given.headers(),
                given.metadata(),
                wholeChecksum(request, upload, parts(list, stored))
                        .map(ObjectChecksum::attributes)
                        .orElse(Map.of()),
                given.deleteAtSeconds());
    }

    private Map<Integer, Part> storedParts(Upload upload) {
        var stored = new HashMap<Integer, Part>();
        var parts = uploads.parts(upload.name(), upload.id(), 0, Uploads.MAX_PARTS)
                .orElseThrow(() -> new S3Failure(S3ErrorCode.NO_SUCH_UPLOAD));
        for (var part : parts) stored.put(part.number(), part);
        return stored;
    }

    private static List<Part> parts(CompletionList list, Map<Integer, Part> stored) {
        return list.items().stream()
                .map(item ->
                        java.util.Objects.requireNonNull(stored.get(item.part().number())))
                .toList();
    }

    private static void checkPart(CompletionList.Item item, Part part) {
        if (item.checksum().isEmpty()) return;
        var wanted = item.checksum().get();
        var actual = ObjectChecksum.of(part.attributes().system());
        if (actual.isPresent()
                && actual.get().algorithm() == wanted.algorithm()
                && !actual.get().text().equals(wanted.text())) throw invalidPart(item);
    }

    /// The object's checksum, if the upload was begun with one and every part has it.
    private static Optional<ObjectChecksum> wholeChecksum(S3Request request, Upload upload, List<Part> parts) {
        var wanted = UploadChecksum.of(upload);
        var found = wanted.flatMap(checksum -> WholeChecksum.of(checksum, parts));
        WholeChecksum.check(request, wanted, found);
        return found;
    }

    private static HttpResponse answer(S3Request request, StoredObject object) {
        var host = request.header("host").orElse("");
        var xml = XmlText.document("CompleteMultipartUploadResult")
                .element("Location", "http://" + host + request.target().resource())
                .element("Bucket", request.target().bucket())
                .element("Key", request.target().key())
                .element("ETag", "\"" + object.etag() + "\"");
        ObjectChecksum.of(object.attributes().system())
                .ifPresent(checksum -> xml.element(checksum.algorithm().element(), checksum.text())
                        .element("ChecksumType", checksum.type().name()));
        return XmlAnswers.ok(request.answer(), xml.close("CompleteMultipartUploadResult"));
    }

    private static S3Failure invalidPart(CompletionList.Item item) {
        return new S3Failure(
                S3ErrorCode.INVALID_PART,
                S3ErrorCode.INVALID_PART.words(),
                Map.of(
                        "PartNumber",
                        String.valueOf(item.part().number()),
                        "ETag",
                        item.part().etag()));
    }
}
