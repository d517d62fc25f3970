package torc.proxy.s3.upload;

import java.util.List;
import java.util.Optional;
import torc.common.http.HttpResponse;
import torc.common.id.Id128;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.Uploads;
import torc.proxy.objects.Uploads.Part;
import torc.proxy.objects.Uploads.Upload;
import torc.proxy.s3.answer.Owners;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.checksum.ObjectChecksum;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.listing.NameCoding;
import torc.proxy.s3.request.Counts;
import torc.proxy.s3.xml.XmlText;

/// ListParts and ListMultipartUploads.
public final class UploadListings {
    private static final int MAX_ENTRIES = 1000;

    private final Uploads uploads;

    public UploadListings(Uploads uploads) {
        this.uploads = uploads;
    }

    public HttpResponse parts(S3Request request) {
        var query = request.query();
        var id = UploadIds.of(request);
        var upload = uploads.find(request.object(), id).orElseThrow(UploadListings::noUpload);
        var marker = Counts.parse(query, "part-number-marker", 0, Uploads.MAX_PARTS);
        var max = Counts.parse(query, "max-parts", MAX_ENTRIES, MAX_ENTRIES);
        var found = uploads.parts(request.object(), id, marker, max + 1).orElseThrow(UploadListings::noUpload);
        var truncated = max > 0 && found.size() > max;
        var page = found.subList(0, Math.min(max, found.size()));
        var names = NameCoding.of(query);
        var xml = XmlText.document("ListPartsResult")
                .element("Bucket", request.target().bucket())
                .element("Key", names.text(request.target().key()))
                .element("UploadId", id.toString());
        appendOwners(xml, request);
        xml.element("PartNumberMarker", marker)
                .element(
                        "NextPartNumberMarker",
                        page.isEmpty() ? marker : page.getLast().number())
                .element("MaxParts", max)
                .element("IsTruncated", truncated);
        UploadChecksum.of(upload).ifPresent(checksum -> append(xml, checksum));
        appendParts(xml, page);
        return XmlAnswers.ok(request.answer(), xml.close("ListPartsResult"));
    }

    public HttpResponse uploads(S3Request request) {
        var query = request.query();
        var names = NameCoding.of(query);
        var max = Counts.parse(query, "max-uploads", MAX_ENTRIES, MAX_ENTRIES);
        var keyMarker = query.text("key-marker");
        // An upload id without a key means nothing, as on Amazon.
        var uploadMarker = keyMarker.isEmpty() ? "" : query.text("upload-id-marker");
        Optional<Id128> after = uploadMarker.isEmpty() ? Optional.empty() : Optional.of(UploadIds.parse(uploadMarker));
        var wanted = new ListQuery(query.text("prefix"), query.text("delimiter"), keyMarker, "", max, false);
        var page = uploads.list(request.container(), wanted, after)
                .orElseThrow(() -> new S3Failure(S3ErrorCode.NO_SUCH_BUCKET));
        var xml = XmlText.document("ListMultipartUploadsResult")
                .element("Bucket", request.target().bucket())
                .element("KeyMarker", names.text(keyMarker))
                .element("UploadIdMarker", uploadMarker);
        appendNext(xml, names, page);
        if (!query.text("delimiter").isEmpty()) xml.element("Delimiter", names.text(query.text("delimiter")));
        xml.element("Prefix", names.text(query.text("prefix"))).element("MaxUploads", max);
        names.append(xml);
        xml.element("IsTruncated", page.more() && max > 0);
        appendUploads(xml, names, request, page);
        return XmlAnswers.ok(request.answer(), xml.close("ListMultipartUploadsResult"));
    }

    private static void appendNext(XmlText xml, NameCoding names, Listing<Upload> page) {
        if (!page.more() || page.entries().isEmpty()) return;
        switch (page.entries().getLast()) {
            case Entry.Item<Upload>(var upload) ->
                xml.element("NextKeyMarker", names.text(upload.name().text()))
                        .element("NextUploadIdMarker", upload.id().toString());
            case Entry.CommonPrefix<Upload>(var prefix) -> xml.element("NextKeyMarker", names.text(prefix));
        }
    }

    private static void appendUploads(XmlText xml, NameCoding names, S3Request request, Listing<Upload> page) {
        for (var entry : page.entries()) {
            switch (entry) {
                case Entry.Item<Upload>(var upload) -> append(xml, names, request, upload);
                case Entry.CommonPrefix<Upload>(var prefix) ->
                    xml.open("CommonPrefixes")
                            .element("Prefix", names.text(prefix))
                            .close("CommonPrefixes");
            }
        }
    }

    private static void append(XmlText xml, NameCoding names, S3Request request, Upload upload) {
        xml.open("Upload")
                .element("Key", names.text(upload.name().text()))
                .element("UploadId", upload.id().toString());
        appendOwners(xml, request);
        xml.element("Initiated", Times.iso(upload.createdMicros()));
        UploadChecksum.of(upload).ifPresent(checksum -> append(xml, checksum));
        xml.close("Upload");
    }

    private static void append(XmlText xml, UploadChecksum checksum) {
        xml.element("ChecksumAlgorithm", checksum.algorithm().label())
                .element("ChecksumType", checksum.type().name());
    }

    private static void appendOwners(XmlText xml, S3Request request) {
        Owners.append(xml, "Initiator", request.owner());
        Owners.append(xml, "Owner", request.owner());
        xml.element("StorageClass", "STANDARD");
    }

    private static void appendParts(XmlText xml, List<Part> page) {
        for (var part : page) {
            xml.open("Part")
                    .element("PartNumber", part.number())
                    .element("LastModified", Times.iso(part.modifiedMicros()))
                    .element("ETag", "\"" + part.etag() + "\"")
                    .element("Size", part.bytes());
            ObjectChecksum.of(part.attributes().system())
                    .ifPresent(checksum -> xml.element(checksum.algorithm().element(), checksum.text()));
            xml.close("Part");
        }
    }

    private static S3Failure noUpload() {
        return new S3Failure(S3ErrorCode.NO_SUCH_UPLOAD);
    }
}
