package torc.proxy.s3.object;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import torc.common.http.HttpResponse;
import torc.proxy.objects.Objects;
import torc.proxy.objects.StoredObject;
import torc.proxy.s3.answer.Acls;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.request.Counts;
import torc.proxy.s3.xml.XmlText;

/// GetObjectAttributes, and the honest answers about ACLs and tags.
public final class ObjectFacts {
    private static final List<String> ATTRIBUTES =
            List.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");
    private static final int MAX_PARTS = 1000;

    private final Objects objects;
    private final MissingKeys missing;

    public ObjectFacts(Objects objects, MissingKeys missing) {
        this.objects = objects;
        this.missing = missing;
    }

    public HttpResponse acl(S3Request request) {
        existing(request);
        return Acls.ownerOnly(request);
    }

    /// No object has tags.
    public HttpResponse tagging(S3Request request) {
        existing(request);
        return XmlAnswers.ok(
                request.answer(),
                XmlText.document("Tagging").open("TagSet").close("TagSet").close("Tagging"));
    }

    public HttpResponse attributes(S3Request request) {
        var wanted = wanted(request.header("x-amz-object-attributes").orElse(""));
        var object = existing(request);
        var xml = XmlText.document("GetObjectAttributesResponse");
        if (wanted.contains("ETag")) xml.element("ETag", object.etag());
        if (wanted.contains("Checksum")) appendChecksum(xml, object);
        if (wanted.contains("ObjectParts") && object.partBytes().length > 0) appendParts(xml, request, object);
        if (wanted.contains("StorageClass")) xml.element("StorageClass", "STANDARD");
        if (wanted.contains("ObjectSize")) xml.element("ObjectSize", object.bytes());
        return XmlAnswers.ok(
                request.answer().add("Last-Modified", Times.http(object.modifiedMicros())),
                xml.close("GetObjectAttributesResponse"));
    }

    private static Set<String> wanted(String list) {
        var wanted = new HashSet<String>();
        for (var part : list.split(",", -1)) {
            if (!ATTRIBUTES.contains(part.strip()))
                throw new S3Failure(S3ErrorCode.INVALID_ARGUMENT, "Invalid attribute name specified.");
            wanted.add(part.strip());
        }
        return wanted;
    }

    private static void appendChecksum(XmlText xml, StoredObject object) {
        ObjectChecksum.of(object.attributes().system())
                .ifPresent(checksum -> xml.open("Checksum")
                        .element(checksum.algorithm().element(), checksum.text())
                        .element("ChecksumType", checksum.type().name())
                        .close("Checksum"));
    }

    private static void appendParts(XmlText xml, S3Request request, StoredObject object) {
        var parts = object.partBytes();
        var max = request.header("x-amz-max-parts")
                .map(text -> Math.min(MAX_PARTS, Counts.parse(text, "max-parts")))
                .orElse(MAX_PARTS);
        var marker = request.header("x-amz-part-number-marker")
                .map(text -> Counts.parse(text, "part-number-marker"))
                .orElse(0);
        var end = (int) Math.min(parts.length, (long) marker + max);
        xml.open("ObjectParts")
                .element("PartsCount", parts.length)
                .element("PartNumberMarker", marker)
                .element("NextPartNumberMarker", Math.max(marker, end))
                .element("MaxParts", max)
                .element("IsTruncated", end < parts.length);
        for (int i = marker; i < end; i++)
            xml.open("Part")
                    .element("PartNumber", i + 1)
                    .element("Size", parts[i])
                    .close("Part");
        xml.close("ObjectParts");
    }

    private StoredObject existing(S3Request request) {
        return objects.find(request.object()).orElseThrow(() -> missing.failure(request));
    }
}
