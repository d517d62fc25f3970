package torc.proxy.s3.answer;

import torc.common.http.HttpResponse;
import torc.proxy.s3.gate.S3Request;
import torc.proxy.s3.xml.XmlText;

/// The one access control list that there is: the owner has full control.
public final class Acls {
    private Acls() {}

    public static HttpResponse ownerOnly(S3Request request) {
        var xml = XmlText.document("AccessControlPolicy");
        Owners.append(xml, "Owner", request.owner());
        xml.open("AccessControlList").open("Grant");
        xml.openWith("Grantee", "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"")
                .element("ID", request.owner().id())
                .element("DisplayName", request.owner().name())
                .close("Grantee");
        xml.element("Permission", "FULL_CONTROL").close("Grant").close("AccessControlList");
        return XmlAnswers.ok(request.answer(), xml.close("AccessControlPolicy"));
    }
}
