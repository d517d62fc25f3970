package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import torc.proxy.swift.request.PercentCoding;

class ListingTest {
    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");

    @BeforeEach
    void begin() {
        ann.put("/v1/AUTH_p1/c", "");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void store(String... names) {
        for (var name : names)
            assertThat(ann.put("/v1/AUTH_p1/c/" + PercentCoding.encode(name), "")
                            .status())
                    .isEqualTo(201);
    }

    private List<String> list(String query) {
        return ann.get("/v1/AUTH_p1/c?" + query).lines();
    }

    @Test
    void pagesAreCutByLimitMarkersAndPrefixBothWays() {
        store("a1", "a2", "A3", "b1", "B2", "a10", "b10", "zz");

        assertThat(list("")).containsExactly("A3", "B2", "a1", "a10", "a2", "b1", "b10", "zz");
        assertThat(list("reverse=true")).containsExactly("zz", "b10", "b1", "a2", "a10", "a1", "B2", "A3");
        assertThat(list("limit=2&marker=a1")).containsExactly("a10", "a2");
        assertThat(list("marker=B2&end_marker=b1")).containsExactly("a1", "a10", "a2");
        assertThat(list("reverse=on&marker=b1&end_marker=B2")).containsExactly("a2", "a10", "a1");
        assertThat(list("reverse=on&marker=b1%00&end_marker=B1")).containsExactly("b1", "a2", "a10", "a1", "B2");
        assertThat(list("reverse=on&prefix=a")).containsExactly("a2", "a10", "a1");
        assertThat(list("prefix=b&limit=1")).containsExactly("b1");
        assertThat(ann.get("/v1/AUTH_p1/c?limit=0").status()).isEqualTo(204);
        assertThat(ann.get("/v1/AUTH_p1/c?limit=10001").text()).isEqualTo("Maximum limit is 10000");
        assertThat(ann.get("/v1/AUTH_p1/c?prefix=%ff").text()).isEqualTo("\"prefix\" parameter not valid UTF-8");
    }

    @Test
    void delimitersFoldNames() {
        store("test", "test-&bar", "test-&foo", "test-'baz", "/x/y", "bar", "bazar");

        assertThat(list("delimiter=-%26")).containsExactly("/x/y", "bar", "bazar", "test", "test-&", "test-'baz");
        assertThat(list("delimiter=a&prefix=ba")).containsExactly("bar", "baza");
        assertThat(list("delimiter=a&prefix=ba&reverse=yes")).containsExactly("baza", "bar");
        assertThat(list("delimiter=/&limit=1")).containsExactly("/");
        assertThat(ann.get("/v1/AUTH_p1/c?delimiter=-%26&prefix=test-&format=json")
                        .text())
                .contains("\"name\": \"test-&bar\"");
    }

    @Test
    void pathListsWhatLiesDirectlyInADirectory() {
        store(
                "/file1",
                "/dir1/",
                "/dir1/file2",
                "/dir1/subdir1/",
                "/dir1/subdir1/file3",
                "/dir1/unmarked/file4",
                "file1",
                "dir1/",
                "dir1/file2",
                "dir1/sub dir/",
                "dir1/sub dir/f");

        assertThat(list("path=/")).containsExactly("/dir1/", "/file1");
        assertThat(list("path=/dir1")).containsExactly("/dir1/file2", "/dir1/subdir1/");
        assertThat(list("path=/dir1/")).containsExactly("/dir1/file2", "/dir1/subdir1/");
        assertThat(list("path=")).containsExactly("dir1/", "file1");
        assertThat(list("path=dir1&limit=1")).containsExactly("dir1/file2");
        assertThat(list("path=dir1&marker=dir1/file2")).containsExactly("dir1/sub dir/");
        assertThat(list("path=dir1&reverse=1")).containsExactly("dir1/sub dir/", "dir1/file2");
        assertThat(ann.get("/v1/AUTH_p1/c?path=nowhere").status()).isEqualTo(204);
    }

    @Test
    void formatsAreNegotiated() {
        store("o");

        assertThat(ann.get("/v1/AUTH_p1/c").header("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(ann.get("/v1/AUTH_p1/c?format=json").header("Content-Type"))
                .contains("application/json; charset=utf-8");
        var xml = ann.get("/v1/AUTH_p1/c", "Accept: application/xml;q=0.9, text/plain;q=0.1");
        assertThat(xml.header("Content-Type")).contains("application/xml; charset=utf-8");
        assertThat(xml.header("Vary")).contains("Accept");
        assertThat(ann.head("/v1/AUTH_p1/c", "Accept: text/xml").header("Content-Type"))
                .contains("text/xml; charset=utf-8");
        assertThat(ann.get("/v1/AUTH_p1/c", "Accept: image/png").status()).isEqualTo(406);
        assertThat(ann.get("/v1/AUTH_p1/c", "Accept: nonsense").text()).isEqualTo("Invalid Accept header");
        assertThat(ann.get("/v1/AUTH_p1/absent?format=json").status()).isEqualTo(404);
    }

    @Test
    void w05_hardNamesRoundTripThroughPathAndListing() {
        var names = List.of("\u0001\u001f", " a\nb\tc ", "<&>\"']]>", "%2e%2e", "..", "a//b", "ä☃🐘", "\\\\u0041");
        store(names.toArray(String[]::new));

        var listed = JsonMapper.shared()
                .readTree(ann.get("/v1/AUTH_p1/c?format=json").body());
        assertThat(listed).hasSize(names.size());
        for (var entry : listed) {
            assertThat(names).contains(entry.get("name").asString());
            assertThat(ann.head("/v1/AUTH_p1/c/"
                                    + PercentCoding.encode(entry.get("name").asString()))
                            .status())
                    .isEqualTo(200);
        }
    }
}
