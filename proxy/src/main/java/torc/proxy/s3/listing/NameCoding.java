package torc.proxy.s3.listing;

import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.request.PercentCoding;
import torc.proxy.s3.request.QueryParameters;
import torc.proxy.s3.xml.XmlText;

/// How names are written in a listing: as they are, or percent-encoded if `encoding-type=url` asks for it,
/// since XML
/// cannot carry every name.
public record NameCoding(boolean url) {
    public static NameCoding of(QueryParameters query) {
        var type = query.text("encoding-type");
        if (!type.isEmpty() && !type.equals("url"))
            throw S3Failure.invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type);
        return new NameCoding(!type.isEmpty());
    }

    public String text(String name) {
        return url ? PercentCoding.encodeKey(name) : name;
    }

    /// Says so in the document.
    public void append(XmlText xml) {
        if (url) xml.element("EncodingType", "url");
    }
}
