package torc.proxy.s3.bucket;

import torc.common.http.HttpResponse;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Container;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.s3.answer.Owners;
import torc.proxy.s3.answer.Times;
import torc.proxy.s3.answer.XmlAnswers;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.request.ContinuationToken;
import torc.proxy.s3.request.Counts;
import torc.proxy.s3.xml.XmlText;

/// ListBuckets: the containers of the caller's account, whoever made them.
public final class BucketList {
    private final Accounts accounts;

    public BucketList(Accounts accounts) {
        this.accounts = accounts;
    }

    public HttpResponse list(S3Request request) {
        var query = request.query();
        var limit = Counts.parse(query, "max-buckets", ListQuery.MAX_LIMIT, ListQuery.MAX_LIMIT);
        var prefix = query.text("prefix");
        var after =
                query.first("continuation-token").map(ContinuationToken::decode).orElse("");
        var page = accounts.list(request.account(), new ListQuery(prefix, "", after, "", limit, false));
        var xml = XmlText.document("ListAllMyBucketsResult");
        Owners.append(xml, "Owner", request.owner());
        xml.open("Buckets");
        var last = "";
        for (var entry : page.entries()) {
            if (entry instanceof Entry.Item<Container>(var container)) {
                last = container.name().text();
                appendBucket(xml, container);
            }
        }
        xml.close("Buckets");
        if (!prefix.isEmpty()) xml.element("Prefix", prefix);
        if (page.more() && !last.isEmpty()) xml.element("ContinuationToken", ContinuationToken.encode(last));
        return XmlAnswers.ok(request.answer(), xml.close("ListAllMyBucketsResult"));
    }

    private static void appendBucket(XmlText xml, Container container) {
        xml.open("Bucket")
                .element("Name", container.name().text())
                .element("CreationDate", Times.iso(container.createdMicros()))
                .close("Bucket");
    }
}
