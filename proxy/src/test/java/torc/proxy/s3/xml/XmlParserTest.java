package torc.proxy.s3.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

class XmlParserTest {
    @Test
    void elementsComeWithTheirTextWhateverTheirNameSpace() {
        var root = parse("<?xml version=\"1.0\"?><Delete xmlns=\"" + XmlText.NAMESPACE
                + "\"><!-- a --><Quiet>true</Quiet><Object><Key>a&amp;b&#10;<![CDATA[<c>]]></Key></Object></Delete>");

        assertThat(root.child("Quiet")).contains("true");
        assertThat(root.children().get(1).child("Key")).contains("a&b\n<c>");
    }

    @Test
    void s21_documentTypesAreRefusedAndNothingIsFetched() throws IOException {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(100);
            var url = "http://127.0.0.1:" + listener.getLocalPort() + "/x";
            for (var dtd : new String[] {
                "<!DOCTYPE Delete SYSTEM \"file:///etc/passwd\">",
                "<!DOCTYPE Delete [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE Delete [<!ENTITY % x SYSTEM \"" + url + "\"> %x;]>",
                "<!DOCTYPE Delete SYSTEM \"" + url + "\">",
                billionLaughs()
            }) assertMalformed(dtd + "<Delete><Quiet>&x;</Quiet></Delete>");
            assertMalformed("<Delete><Quiet>&x;</Quiet></Delete>");
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void s21_includesAreJustElements() {
        var root = parse("<Delete xmlns:xi=\"http://www.w3.org/2001/XInclude\">"
                + "<xi:include href=\"file:///etc/passwd\" parse=\"text\"/></Delete>");

        assertThat(root.children().getFirst().text()).isEmpty();
    }

    @Test
    void r02_depthCountAttributesAndTextAreBounded() {
        assertThat(parse("<Delete>" + "<a>".repeat(15) + "</a>".repeat(15) + "</Delete>")
                        .name())
                .isEqualTo("Delete");
        assertMalformed("<Delete>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</Delete>");
        assertMalformed("<Delete>" + "<a/>".repeat(100_001) + "</Delete>");
        assertMalformed("<Delete><a>" + "x".repeat(8193) + "</a></Delete>");
        var attributes = new StringBuilder();
        for (int i = 0; i < 100_000; i++) attributes.append(" a").append(i).append("=\"\"");
        assertMalformed("<Delete" + attributes + "/>");
    }

    @Test
    void whatIsNotWellFormedOrAnotherDocumentIsRefused() {
        for (var text : new String[] {
            "", " ", "x", "<Delete>", "<Delete></Object>", "<Delete/><Delete/>", "<Other/>", "<Delete>\u0001</Delete>"
        }) assertMalformed(text);
        assertMalformed("<!DOCTYPE a [\u0001]><Delete/>");
    }

    @Test
    void whatIsNotUtf8IsRefusedWithoutAWordOnTheConsole() {
        var console = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            var document = "<Delete><Key>\u00e4</Key></Delete>";
            for (var charset : new Charset[] {StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16})
                assertThatThrownBy(() -> XmlParser.parse(document.getBytes(charset), "Delete"))
                        .isInstanceOf(S3Failure.class);
            assertThat(parse("\ufeff" + document).child("Key")).contains("\u00e4");
        } finally {
            System.setErr(console);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static String billionLaughs() {
        var dtd = new StringBuilder("<!DOCTYPE Delete [<!ENTITY x0 \"lol\">");
        for (int i = 1; i < 12; i++)
            dtd.append("<!ENTITY x")
                    .append(i)
                    .append(" \"")
                    .append(("&x" + (i - 1) + ";").repeat(10))
                    .append("\">");
        return dtd.append("<!ENTITY x \"&x11;\">]>").toString();
    }

    private static XmlElement parse(String text) {
        return XmlParser.parse(text.getBytes(StandardCharsets.UTF_8), "Delete");
    }

    private static void assertMalformed(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        S3Failure.class, failure -> assertThat(failure.code()).isEqualTo(S3ErrorCode.MALFORMED_XML));
    }
}
