package torc.proxy.swift.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import tools.jackson.databind.json.JsonMapper;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ListQuery;
import torc.proxy.objects.ObjectAttributes;
import torc.proxy.objects.ObjectName;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.QueryParameters;
import torc.proxy.swift.request.Refused;

class ListingFormatTest {
    private static final List<String> HARD_NAMES = List.of(
            "plain",
            "<a>&\"b'",
            "]]>",
            "tab\tline\nreturn\r",
            "\u0001\u001f\u007f\u0085\u009f",
            "\u2028\u00a0ä☃",
            "🐘\ud83d\ude00",
            "\\u0041 \\ / ..",
            " lead and trail ");

    private static StoredObject object(String name) {
        return new StoredObject(
                new ObjectName(new ContainerName(new AccountName("a"), "c"), name),
                12,
                "d41d8cd98f00b204e9800998ecf8427e",
                1_400_086_400_123_456L,
                new ObjectAttributes(
                        "text/plain; x=\"\u00c3\u00a4\"", Map.of(), Map.of(), Map.of(), OptionalLong.empty()),
                new long[0]);
    }

    private static byte[] objects(ListingFormat format, List<String> names) {
        var writer = format.writer("a", "c&<\"d\u0002");
        for (var name : names) writer.object(object(name));
        writer.subdirectory("sub<dir>&/");
        return writer.finish();
    }

    @Test
    void w05_jsonListingsRoundTripEveryName() {
        var parsed = JsonMapper.shared().readTree(objects(ListingFormat.JSON, HARD_NAMES));

        assertThat(parsed).hasSize(HARD_NAMES.size() + 1);
        for (int i = 0; i < HARD_NAMES.size(); i++) {
            assertThat(parsed.get(i).get("name").asString()).isEqualTo(HARD_NAMES.get(i));
            assertThat(parsed.get(i).get("bytes").asInt()).isEqualTo(12);
            assertThat(parsed.get(i).get("hash").asString()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
            assertThat(parsed.get(i).get("content_type").asString()).isEqualTo("text/plain; x=\"ä\"");
            assertThat(parsed.get(i).get("last_modified").asString()).isEqualTo("2014-05-14T16:53:20.123450");
        }
        assertThat(parsed.get(HARD_NAMES.size()).get("subdir").asString()).isEqualTo("sub<dir>&/");
    }

    @Test
    void w05_xmlListingsRoundTripEveryName() throws Exception {
        for (var format : List.of(ListingFormat.XML, ListingFormat.TEXT_XML)) {
            var document = xml(objects(format, HARD_NAMES));

            assertThat(document.getDocumentElement().getAttribute("name")).isEqualTo("c&<\"d\u0002");
            var names = document.getElementsByTagName("object");
            assertThat(names.getLength()).isEqualTo(HARD_NAMES.size());
            for (int i = 0; i < HARD_NAMES.size(); i++)
                assertThat(names.item(i).getFirstChild().getTextContent()).isEqualTo(HARD_NAMES.get(i));
            var directory = document.getElementsByTagName("subdir").item(0);
            assertThat(directory.getAttributes().getNamedItem("name").getNodeValue())
                    .isEqualTo("sub<dir>&/");
        }
    }

    @Test
    void w05_xmlIsOfVersionOneNoughtWhereItCanBe() {
        var writer = ListingFormat.XML.writer("a", "c");
        writer.object(object("<ä>\t\n\r\u007f\u0085\u2028🐘"));

        assertThat(new String(writer.finish(), UTF_8))
                .startsWith(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container name=\"c\"><object><name>&lt;ä&gt;");
    }

    private static Document xml(byte[] bytes) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    @Test
    void accountsAreListedWithTheFiguresOfTheirContainers() throws Exception {
        var json = ListingFormat.JSON.writer("a", "");
        json.container("c<1>", 3, 4, 1_000_000L, "default");
        var xml = ListingFormat.XML.writer("a", "");
        xml.container("c<1>", 3, 4, 1_000_000L, "default");
        xml.subdirectory("d/");

        assertThat(new String(json.finish(), UTF_8))
                .isEqualTo("[{\"name\": \"c<1>\", \"count\": 3, \"bytes\": 4, \"last_modified\":"
                        + " \"1970-01-01T00:00:01.000000\", \"storage_policy\": \"default\"}]");
        var document = xml(xml.finish());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("account");
        assertThat(document.getElementsByTagName("count").item(0).getTextContent())
                .isEqualTo("3");
        assertThat(document.getElementsByTagName("subdir").getLength()).isEqualTo(1);
    }

    @Test
    void emptyListingsAreEmptyInEachFormat() {
        assertThat(ListingFormat.TEXT.writer("a", "c").finish()).isEmpty();
        assertThat(new String(ListingFormat.JSON.writer("a", "c").finish(), UTF_8))
                .isEqualTo("[]");
        assertThat(new String(ListingFormat.XML.writer("a", "c").finish(), UTF_8))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container name=\"c\"></container>");
    }

    @Test
    void aQueryBecomesAPage() {
        var query = ListingQueries.of(
                QueryParameters.parse("prefix=p&delimiter=%2F&marker=m%00&end_marker=e&limit=7&reverse=on"));

        assertThat(query).isEqualTo(new ListQuery("p", "/", "m\0", "e", 7, true));
        assertThat(ListingQueries.of(QueryParameters.parse("limit=x&reverse=off")))
                .isEqualTo(ListQuery.firstPage(10_000));
        assertThat(ListingQueries.of(QueryParameters.parse("limit=-1")).limit()).isEqualTo(10_000);
        assertThat(ListingQueries.of(QueryParameters.parse("limit=0")).limit()).isZero();
    }

    @Test
    void s22_aLimitBeyondTheGreatestIsRefusedHoweverLongItIs() {
        assertThat(ListingQueries.of(QueryParameters.parse("limit=10000")).limit())
                .isEqualTo(10_000);
        for (var limit : List.of("10001", "9223372036854775808", "9".repeat(1000)))
            assertThatThrownBy(() -> ListingQueries.of(QueryParameters.parse("limit=" + limit)))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.fault()).isEqualTo(Fault.LIMIT_TOO_LARGE));
    }
}
