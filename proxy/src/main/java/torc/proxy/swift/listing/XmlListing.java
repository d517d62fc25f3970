package torc.proxy.swift.listing;

import java.nio.charset.StandardCharsets;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.request.Octets;

/// An XML document. XML 1.0 has no way to write most control characters, so that a listing in which a name holds one
/// is XML 1.1, which has; all others stay 1.0, which every client reads (THREATS W05).
final class XmlListing implements ListingWriter {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final String root;
    private final ByteWriter out = new ByteWriter();
    private boolean needsXml11;

    XmlListing(String root, String name) {
        this.root = root;
        out.ascii(DECLARATION).sign('<').ascii(root).ascii(" name=\"");
        text(name);
        out.ascii("\">");
        if (root.equals("account")) out.sign('\n');
    }

    @Override
    public void object(StoredObject object) {
        out.ascii("<object><name>");
        text(object.name().text());
        out.ascii("</name><hash>");
        text(object.etag());
        out.ascii("</hash><bytes>").number(LargeObjectMarks.listedBytes(object)).ascii("</bytes><content_type>");
        text(Octets.lenientUtf8(object.attributes().contentType()));
        out.ascii("</content_type><last_modified>").moment(object.modifiedMicros());
        out.ascii("</last_modified></object>");
    }

    @Override
    public void container(String name, long objects, long bytes, long modifiedMicros, String policy) {
        out.ascii("<container><name>");
        text(name);
        out.ascii("</name><count>").number(objects).ascii("</count><bytes>").number(bytes);
        out.ascii("</bytes><last_modified>").moment(modifiedMicros);
        out.ascii("</last_modified><storage_policy>");
        text(policy);
        out.ascii("</storage_policy></container>\n");
    }

    @Override
    public void subdirectory(String prefix) {
        out.ascii("<subdir name=\"");
        text(prefix);
        if (root.equals("account")) {
            out.ascii("\" />\n");
            return;
        }
        out.ascii("\"><name>");
        text(prefix);
        out.ascii("</name></subdir>");
    }

    @Override
    public byte[] finish() {
        var document = out.ascii("</").ascii(root).sign('>').toBytes();
        if (!needsXml11) return document;
        var xml11 = DECLARATION.replace("1.0", "1.1").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(xml11, 0, document, 0, xml11.length);
        return document;
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); ) {
            var c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '<' && c != '>' && c != '&' && c != '"') {
                out.sign(c);
                i++;
            } else if (Character.isSurrogate(c) && isWholePair(text, i)) {
                i = out.utf8(text, i);
            } else {
                special(c);
                i++;
            }
        }
    }

    private void special(char c) {
        switch (c) {
            case '<' -> out.ascii("&lt;");
            case '>' -> out.ascii("&gt;");
            case '&' -> out.ascii("&amp;");
            case '"' -> out.ascii("&quot;");
            default -> {
                if (c < ' ' && c != '\t' && c != '\n' && c != '\r') needsXml11 = true;
                if (c >= 0xfffe || Character.isSurrogate(c)) out.sign('?'); // No XML has these signs.
                // References stay what they are, where a reader would turn raw breaks into line feeds or spaces.
                else if (c < 0xa0 || c == 0x2028) out.ascii("&#").number(c).sign(';');
                else out.utf8(String.valueOf(c), 0);
            }
        }
    }

    private static boolean isWholePair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }
}
