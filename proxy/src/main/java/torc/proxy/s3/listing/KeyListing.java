package torc.proxy.s3.listing;

import torc.common.http.HttpResponse;
import torc.proxy.objects.Containers;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing;
import torc.proxy.objects.StoredObject;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.request.ContinuationToken;
import torc.proxy.s3.request.Counts;
import torc.proxy.s3.request.QueryParameters;
import torc.proxy.s3.xml.XmlText;

/// ListObjects and ListObjectsV2.
public final class KeyListing {
    private static final int MAX_KEYS = 1000;

    private final Containers containers;

    public KeyListing(Containers containers) {
        this.containers = containers;
    }

    /// ListObjects, or ListObjectsV2 if `list-type` says so.
    public HttpResponse list(S3Request request) {
        return switch (request.query().text("list-type")) {
            case "" -> first(request);
            case "2" -> second(request);
            default ->
                throw S3Failure.invalidArgument(
                        "Invalid List Type specified in Query",
                        "list-type",
                        request.query().text("list-type"));
        };
    }

    private HttpResponse first(S3Request request) {
        var query = request.query();
        var names = NameCoding.of(query);
        var marker = query.text("marker");
        var maxKeys = Counts.parse(query, "max-keys", MAX_KEYS, MAX_KEYS);
        var page = page(request, marker, maxKeys);
        var xml = begin(request, names, maxKeys, page).element("Marker", names.text(marker));
        if (page.more() && !query.text("delimiter").isEmpty() && !page.entries().isEmpty())
            xml.element(
                    "NextMarker", names.text(KeyEntries.nameOf(page.entries().getLast())));
        new KeyEntries(xml, names, request.owner(), true).append(page);
        return XmlAnswers.ok(request.answer(), xml.close("ListBucketResult"));
    }

    private HttpResponse second(S3Request request) {
        var query = request.query();
        var names = NameCoding.of(query);
        var token = query.first("continuation-token");
        var startAfter = query.text("start-after");
        var after = token.map(ContinuationToken::decode).orElse(startAfter);
        var maxKeys = Counts.parse(query, "max-keys", MAX_KEYS, MAX_KEYS);
        var page = page(request, after, maxKeys);
        var xml = begin(request, names, maxKeys, page)
                .element("KeyCount", page.entries().size());
        token.ifPresent(text -> xml.element("ContinuationToken", text));
        if (!startAfter.isEmpty()) xml.element("StartAfter", names.text(startAfter));
        if (page.more() && !page.entries().isEmpty())
            xml.element(
                    "NextContinuationToken",
                    ContinuationToken.encode(KeyEntries.nameOf(page.entries().getLast())));
        new KeyEntries(xml, names, request.owner(), query.text("fetch-owner").equalsIgnoreCase("true")).append(page);
        return XmlAnswers.ok(request.answer(), xml.close("ListBucketResult"));
    }

    private Listing<StoredObject> page(S3Request request, String after, int maxKeys) {
        var query = request.query();
        var wanted = new ListQuery(query.text("prefix"), query.text("delimiter"), after, "", maxKeys, false);
        return containers
                .list(request.container(), wanted)
                .orElseThrow(() -> new S3Failure(S3ErrorCode.NO_SUCH_BUCKET));
    }

    private static XmlText begin(S3Request request, NameCoding names, int maxKeys, Listing<StoredObject> page) {
        QueryParameters query = request.query();
        var xml = XmlText.document("ListBucketResult")
                .element("Name", request.target().bucket())
                .element("Prefix", names.text(query.text("prefix")));
        if (!query.text("delimiter").isEmpty()) xml.element("Delimiter", names.text(query.text("delimiter")));
        xml.element("MaxKeys", maxKeys);
        names.append(xml);
        // A page of nothing is whole, or clients would ask for it for ever.
        return xml.element("IsTruncated", page.more() && maxKeys > 0);
    }
}
