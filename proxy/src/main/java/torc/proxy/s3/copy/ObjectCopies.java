package torc.proxy.s3.copy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import torc.common.http.HttpResponse;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.Objects;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.StoredObject;
import torc.proxy.objects.WriteOutcome;
import torc.proxy.s3.answer.ErrorAnswers;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.checksum.ChecksumAlgorithm;
import torc.proxy.s3.checksum.ChecksumType;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.object.ClientAttributes;
import torc.proxy.s3.object.Conditions;
import torc.proxy.s3.object.MissingKeys;
import torc.proxy.s3.xml.XmlText;

/// CopyObject: no byte moves.
public final class ObjectCopies {
    private final Objects objects;
    private final MissingKeys missing;
    private final SourceChecksums checksums;
    private final long maxBytes;

    /// @param maxBytes greatest length of an object that is copied at once
    public ObjectCopies(Objects objects, MissingKeys missing, long maxBytes) {
        this.maxBytes = maxBytes;
        this.objects = objects;
        this.missing = missing;
        this.checksums = new SourceChecksums(objects);
    }

    public HttpResponse copy(S3Request request) {
        var source = CopySource.of(request);
        var replace = replaces(request);
        if (!replace && source.name().equals(request.object()))
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST,
                    "This copy request is illegal because it is trying to copy an object to itself without changing the"
                            + " object's metadata, storage class, website redirect location or encryption attributes.");
        var sourceConditions = Conditions.ofCopySource(request);
        var asked = request.header("x-amz-checksum-algorithm").map(SourceChecksums::algorithm);
        var summed = asked.flatMap(algorithm -> checksums.missingSum(source.name(), algorithm));
        var outcome = objects.copy(
                source.name(),
                request.object(),
                new CopyRequest(
                        pinned(sourceConditions, summed),
                        Conditions.ofWrite(request),
                        attributes(request, replace, summed.map(SourceChecksums.Sum::checksum)),
                        maxBytes));
        return switch (outcome) {
            case WriteOutcome.Stored(var object) -> answer(request, object);
            case WriteOutcome.NoSource _ -> throw missing.failure(request, source.bucket(), source.key());
            case WriteOutcome.TooLarge(var allowed) -> throw CopySource.tooLarge(allowed);
            default -> throw ErrorAnswers.of(outcome);
        };
    }

    private static boolean replaces(S3Request request) {
        var directive = request.header("x-amz-metadata-directive").orElse("COPY");
        return switch (directive) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default ->
                throw S3Failure.invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", directive);
        };
    }

    /// What was summed must be what is copied.
    private static Preconditions pinned(Preconditions conditions, Optional<SourceChecksums.Sum> sum) {
        if (sum.isEmpty()) return conditions;
        List<String> ifMatch = new ArrayList<>(conditions.ifMatch());
        if (!ifMatch.isEmpty()
                && !ifMatch.contains("*")
                && !ifMatch.contains(sum.get().etag())) return conditions;
        return new Preconditions(
                List.of(sum.get().etag()),
                conditions.ifNoneMatch(),
                conditions.ifModifiedSinceSeconds(),
                conditions.ifUnmodifiedSinceSeconds());
    }

    private static UnaryOperator<ObjectAttributes> attributes(
            S3Request request, boolean replace, Optional<ObjectChecksum> checksum) {
        var given = ClientAttributes.of(request);
        return source -> {
            var kept = replace ? given : source;
            return new ObjectAttributes(
                    kept.contentType(),
                    kept.headers(),
                    kept.metadata(),
                    system(source.system(), checksum),
                    replace ? given.deleteAtSeconds() : source.deleteAtSeconds());
        };
    }

    /// The bytes are the source's, and so is its checksum, unless another was asked for.
    private static Map<String, String> system(Map<String, String> source, Optional<ObjectChecksum> checksum) {
        if (checksum.isEmpty()) return source;
        var changed = new HashMap<>(source);
        changed.keySet().removeIf(ObjectChecksum::isAttribute);
        changed.putAll(checksum.get().attributes());
        return changed;
    }

    private static HttpResponse answer(S3Request request, StoredObject object) {
        var xml = XmlText.document("CopyObjectResult")
                .element("LastModified", Times.iso(object.modifiedMicros()))
                .element("ETag", "\"" + object.etag() + "\"");
        ObjectChecksum.of(object.attributes().system())
                .ifPresent(checksum -> appendChecksum(xml, checksum.algorithm(), checksum.text(), checksum.type()));
        return XmlAnswers.ok(request.answer(), xml.close("CopyObjectResult"));
    }

    private static void appendChecksum(XmlText xml, ChecksumAlgorithm algorithm, String text, ChecksumType type) {
        xml.element(algorithm.element(), text).element("ChecksumType", type.name());
    }
}
