package torc.proxy.s3.xml;

import java.nio.charset.StandardCharsets;

/// Writes an XML document, element by element. Names come from code; values are escaped. Not safe for many
/// threads.
public final class XmlText {
    /// The name space of S3's answers.
    public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder out;

    private XmlText(int capacity) {
        out = new StringBuilder(capacity).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /// A document whose root is in S3's name space; the root is still open.
    public static XmlText document(String root) {
        var xml = new XmlText(512);
        xml.out.append('<').append(root).append(" xmlns=\"" + NAMESPACE + "\">");
        return xml;
    }

    /// A document without a name space, as errors are.
    public static XmlText plainDocument(String root) {
        return new XmlText(512).open(root);
    }

    public XmlText open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    /// Opens an element with attributes that come from code.
    public XmlText openWith(String name, String attributes) {
        out.append('<').append(name).append(' ').append(attributes).append('>');
        return this;
    }

    public XmlText close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    public XmlText element(String name, String value) {
        open(name);
        escape(value);
        return close(name);
    }

    public XmlText element(String name, long value) {
        open(name);
        out.append(value);
        return close(name);
    }

    public XmlText element(String name, boolean value) {
        open(name);
        out.append(value);
        return close(name);
    }

    /// Text within the element that is open.
    public XmlText text(String value) {
        escape(value);
        return this;
    }

    public byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> {
                    // XML 1.0 has no way to say most control signs; S3 writes them as references all the
                    // same, and
                    // clients that care ask for encoding-type=url. CR and U+FFFE/F would otherwise change or
                    // break.
                    if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7f || c >= 0xfffe)
                        out.append("&#x").append(Integer.toHexString(c)).append(';');
                    else out.append(c);
                }
            }
        }
    }
}
