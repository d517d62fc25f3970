package torc.proxy.s3.answer;

import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.common.http.ResponseBody;
import torc.proxy.s3.xml.XmlText;

/// Answers whose body is a document.
public final class XmlAnswers {
    private XmlAnswers() {}

    /// @param head the answer's fields so far
    public static HttpResponse ok(Headers.Builder head, XmlText document) {
        head.add("Content-Type", "application/xml");
        return new HttpResponse(200, head.build(), new ResponseBody.Whole(document.bytes()));
    }
}
