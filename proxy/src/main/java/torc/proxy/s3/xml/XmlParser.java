package torc.proxy.s3.xml;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.MissingResourceException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// Reads a document that a stranger wrote. No DTD, no entities beyond XML's own five, nothing fetched;
/// depth, number
/// of elements and length of text are bounded, and the caller bounds the bytes.
public final class XmlParser {
    private static final int MAX_DEPTH = 16;

    /// A completion names 10,000 parts with up to eight elements each.
    private static final int MAX_ELEMENTS = 100_000;

    private static final int MAX_TEXT_CHARS = 8192;
    private static final int MAX_ATTRIBUTES = 32;
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private int elementCount;

    private XmlParser(XMLStreamReader reader) {
        this.reader = reader;
    }

    /// The root element.
    ///
    /// @param root the name it must have
    /// @throws S3Failure MalformedXML if it is not well formed or no UTF-8, has a DTD, exceeds a bound or has
    /// another root
    public static XmlElement parse(byte[] document, String root) {
        try {
            var element = new XmlParser(FACTORY.createXMLStreamReader(new StringReader(text(document)))).document();
            if (!element.name().equals(root)) throw malformed();
            return element;
        } catch (XMLStreamException | CharacterCodingException _) {
            throw malformed();
        } catch (MissingResourceException _) {
            // The JDK's parser has no words for some faults of a DTD.
            throw malformed();
        }
    }

    /// Decoded here and not by the JDK's parser, which writes each broken octet on the console.
    private static String text(byte[] document) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(document))
                .toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private XmlElement document() throws XMLStreamException {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.DTD) throw malformed();
        }
        var root = element(1);
        while (reader.hasNext()) reader.next(); // What follows the root must be well formed, too.
        return root;
    }

    private XmlElement element(int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH || ++elementCount > MAX_ELEMENTS || reader.getAttributeCount() > MAX_ATTRIBUTES)
            throw malformed();
        var name = reader.getLocalName();
        List<XmlElement> children = List.of();
        var text = "";
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (children.isEmpty()) children = new ArrayList<>();
                    children.add(element(depth + 1));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text = joined(text, reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlElement(name, text, children);
                }
                case XMLStreamConstants.COMMENT -> {}
                default -> throw malformed(); // DTDs, entity references, processing instructions.
            }
        }
    }

    private static String joined(String text, String more) {
        if (text.length() + more.length() > MAX_TEXT_CHARS) throw malformed();
        return text.isEmpty() ? more : text + more;
    }

    private static S3Failure malformed() {
        return new S3Failure(S3ErrorCode.MALFORMED_XML);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("external entities are off");
        });
        return factory;
    }
}
