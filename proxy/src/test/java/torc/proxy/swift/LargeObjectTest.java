package torc.proxy.swift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Static and dynamic large objects (Swift's api/large_objects).
class LargeObjectTest {
    private static final String C = "/v1/AUTH_p1/c/";
    private static final String PUT = "?multipart-manifest=put";
    private static final String GET = "?multipart-manifest=get";
    private static final byte[] NOTHING = {};

    private final SwiftServer server = server();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient bob = server.client("bob");

    /// What the tests ask.
    SwiftServer server() {
        return new SwiftServer();
    }

    @BeforeEach
    void begin() {
        ann.put("/v1/AUTH_p1/c", "");
        ann.put("/v1/AUTH_p1/s", "");
        ann.put("/v1/AUTH_p1/s/p/a", "aaaa");
        ann.put("/v1/AUTH_p1/s/p/b", "bbbbbb");
        ann.put("/v1/AUTH_p1/s/p/c", "cc");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    }

    private Reply putStatic(String name) {
        return ann.put(C + name + PUT, """
                [{"path": "/s/p/a"}, {"path": "s/p/b", "range": "1-3", "size_bytes": 6}, {"data": "WFla"}, {"path": "s/p/c"}]""");
    }

    @Test
    void aStaticLargeObjectReadsAsItsSegments() throws Exception {
        var stored = putStatic("slo");

        var etag = '"' + md5(md5("aaaa") + md5("bbbbbb") + ":1-3;" + md5("XYZ") + md5("cc")) + '"';
        assertThat(stored.status()).isEqualTo(201);
        assertThat(stored.header("etag")).contains(etag);
        var read = ann.get(C + "slo");
        assertThat(read.text()).isEqualTo("aaaabbbXYZcc");
        assertThat(read.header("etag")).contains(etag);
        assertThat(read.header("x-static-large-object")).contains("True");
        var head = ann.head(C + "slo");
        assertThat(head.header("content-length")).contains("12");
        assertThat(head.header("x-manifest-etag"))
                .isEqualTo(ann.head(C + "slo" + GET).header("etag"));
    }

    @Test
    void writesAreConditionalOnTheTagThatReadsShow() {
        putStatic("slo");
        var etag = ann.head(C + "slo").header("etag").orElseThrow();
        assertThat(ann.post(C + "slo", "If-Match: \"0\"").status()).isEqualTo(412);
        assertThat(ann.post(C + "slo", "If-Match: " + etag).status()).isEqualTo(202);
        assertThat(ann.delete(C + "slo", "If-None-Match: " + etag).status()).isEqualTo(412);
        assertThat(ann.put(C + "slo", "new", "If-Match: \"0\"").status()).isEqualTo(412);
        assertThat(ann.put(C + "slo", "new", "If-Match: " + etag).status()).isEqualTo(201);
        assertThat(ann.put(C + "slo", "newer", "If-Match: " + etag).status())
                .as("that object is gone")
                .isEqualTo(412);
        assertThat(ann.get(C + "slo").text()).isEqualTo("new");
    }

    @Test
    void aManifestThatIsNotAsAskedKeepsItsSegments() {
        putStatic("slo");
        var etag = ann.head(C + "slo").header("etag").orElseThrow();
        for (var how : new String[] {"?multipart-manifest=delete", "?multipart-manifest=delete&async=yes"}) {
            assertThat(ann.delete(C + "slo" + how, "If-Match: \"0\"").status()).isEqualTo(412);
            assertThat(ann.get(C + "slo").status()).isEqualTo(200);
            assertThat(ann.get("/v1/AUTH_p1/s").text()).isEqualTo("p/a\np/b\np/c\n");
        }
        assertThat(ann.delete(C + "slo?multipart-manifest=delete", "If-Match: " + etag)
                        .text())
                .contains("Number Deleted: 4");
        assertThat(ann.get(C + "slo").status()).isEqualTo(404);
        assertThat(ann.get("/v1/AUTH_p1/s").status()).isEqualTo(204);
    }

    @Test
    void conditionsOfACopiedManifestAreOnItsSource() {
        putStatic("slo");
        var path = C + "slo" + GET;
        var etag = ann.head(path).header("etag").orElseThrow();
        assertThat(ann.send("COPY", path, NOTHING, "Destination: c/copy", "If-Match: \"0\"")
                        .status())
                .isEqualTo(412);
        assertThat(ann.head(C + "copy").status()).isEqualTo(404);
        for (int i = 0; i < 2; i++)
            assertThat(ann.send("COPY", path, NOTHING, "Destination: c/copy", "If-Match: " + etag)
                            .status())
                    .isEqualTo(201);
        assertThat(ann.send("COPY", path, NOTHING, "Destination: c/copy", "If-None-Match: *")
                        .status())
                .isEqualTo(412);
        assertThat(ann.get(C + "copy").text()).isEqualTo("aaaabbbXYZcc");
    }

    @Test
    void anyRangeOfALargeObjectIsThatOfItsWhole() {
        putStatic("slo");
        ann.put(C + "dlo", "", "X-Object-Manifest: s/p");
        for (var name : new String[] {"slo", "dlo"}) {
            var whole = ann.get(C + name).text();
            for (int first = 0; first < whole.length(); first++) {
                for (int last = first; last < whole.length(); last++) {
                    var part = ann.get(C + name, "Range: bytes=" + first + "-" + last);
                    assertThat(part.status()).isEqualTo(206);
                    assertThat(part.text()).isEqualTo(whole.substring(first, last + 1));
                }
            }
            assertThat(ann.get(C + name, "Range: bytes=" + whole.length() + "-").status())
                    .isEqualTo(416);
        }
    }

    @Test
    void aDynamicLargeObjectFollowsItsSegments() throws Exception {
        ann.put(C + "dlo", "", "X-Object-Manifest: s/p");
        assertThat(ann.get(C + "dlo").text()).isEqualTo("aaaabbbbbbcc");

        ann.put("/v1/AUTH_p1/s/p/d", "d");
        var read = ann.get(C + "dlo");
        assertThat(read.text()).isEqualTo("aaaabbbbbbccd");
        assertThat(read.header("etag")).contains('"' + md5(md5("aaaa") + md5("bbbbbb") + md5("cc") + md5("d")) + '"');
        ann.post(C + "dlo", "X-Object-Meta-A: 1");
        assertThat(ann.get(C + "dlo").text()).isEmpty();
    }

    @Test
    void whatIsWrongWithAManifestIsSaidOfEachEntry() {
        var reply = ann.put(C + "slo" + PUT, """
                [{"path": "s/p/a"}, 1, {}, {"path": "s/p/b", "etag": 5}, {"path": "nothing"}, {"path": "s/p/a", "x": 1}]""");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).isEqualTo("""
                Index 1: not a JSON object
                Index 2: expected keys to include one of 'data' or 'path'
                Index 3: "etag" must be a string or null (if provided)
                Index 4: path does not refer to an object. Path must be of the form /container/object.
                Index 5: extraneous keys "x"
                """);
        assertThat(ann.put(C + "slo" + PUT, "[{").status()).isEqualTo(400);
        assertThat(ann.put(C + "slo" + PUT, "{}").status()).isEqualTo(400);
        assertThat(ann.get(C + "slo").status()).isEqualTo(404);
    }

    @Test
    void aSegmentThatIsNotWhatWasSaidIsRefused() {
        var reply = ann.put(C + "slo" + PUT, """
                [{"path": "s/p/a", "etag": "0"}, {"path": "s/p/b", "size_bytes": 5}, {"path": "s/none"}]""");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .isEqualTo("Errors:\ns/p/a, Etag Mismatch\ns/p/b, Size Mismatch\ns/none, 404 Not Found\n");
    }

    /// THREATS W12.
    @Test
    void w12_aReadableManifestDoesNotMakeItsSegmentsReadable() {
        putStatic("slo");
        ann.put(C + "dlo", "", "X-Object-Manifest: s/p");
        ann.post("/v1/AUTH_p1/c", "X-Container-Read: p2:*");

        assertThat(bob.get(C + "slo").status()).isEqualTo(409);
        assertThat(bob.get(C + "dlo").status()).isEqualTo(403);
        assertThat(bob.head(C + "dlo").status()).isEqualTo(403);
        ann.post("/v1/AUTH_p1/s", "X-Container-Read: p2:*");
        assertThat(bob.get(C + "slo").text()).isEqualTo("aaaabbbXYZcc");
        assertThat(bob.get(C + "dlo").text()).isEqualTo("aaaabbbbbbcc");
    }

    /// THREATS W12: nor does naming what one may not read tell anything of it.
    @Test
    void w12_segmentsThatTheSenderMayNotReadCannotBeNamed() {
        ann.post("/v1/AUTH_p1/c", "X-Container-Write: p2:*");

        var reply = bob.put(C + "slo" + PUT, "[{\"path\": \"s/p/a\", \"etag\": \"0\"}, {\"path\": \"s/none\"}]");

        assertThat(reply.text()).isEqualTo("Errors:\ns/p/a, 403 Forbidden\ns/none, 403 Forbidden\n");
    }

    @Test
    void aSegmentThatHasChangedIsNotRead() {
        putStatic("slo");
        ann.put("/v1/AUTH_p1/s/p/a", "AAAA");

        assertThat(ann.get(C + "slo").status()).isEqualTo(409);
        assertThat(ann.get(C + "slo", "Range: bytes=4-6").text()).isEqualTo("bbb");
    }

    @Test
    void aManifestWithinItselfEnds() {
        ann.put(C + "inner" + PUT, "[{\"path\": \"s/p/a\"}]");
        for (int i = 0; i < 12; i++)
            ann.put(C + "inner" + (i + 1) + PUT, "[{\"path\": \"c/inner" + (i == 0 ? "" : i) + "\"}]");

        assertThat(ann.get(C + "inner5").text()).isEqualTo("aaaa");
        assertThat(ann.get(C + "inner12").status()).isEqualTo(409);
    }

    @Test
    void conditionsAreOnTheTagOfTheWhole() {
        var etag = putStatic("slo").header("etag").orElseThrow();

        assertThat(ann.get(C + "slo", "If-None-Match: " + etag).status()).isEqualTo(304);
        assertThat(ann.get(C + "slo", "If-Match: " + etag).status()).isEqualTo(200);
        assertThat(ann.get(C + "slo", "If-Match: \"0\"").status()).isEqualTo(412);
    }

    @Test
    void aCopyIsOneObjectAndACopyOfTheManifestIsAManifest() {
        putStatic("slo");

        assertThat(ann.send("COPY", C + "slo", NOTHING, "Destination: c/flat").status())
                .isEqualTo(201);
        assertThat(ann.send("COPY", C + "slo" + GET, NOTHING, "Destination: c/again")
                        .status())
                .isEqualTo(201);
        ann.put("/v1/AUTH_p1/s/p/a", "AAAA");
        assertThat(ann.get(C + "flat").text()).isEqualTo("aaaabbbXYZcc");
        assertThat(ann.head(C + "flat").header("x-static-large-object")).isEmpty();
        assertThat(ann.get(C + "again").status()).isEqualTo(409);
    }

    @Test
    void listingsShowTheLengthOfTheWhole() {
        putStatic("slo");

        assertThat(ann.get("/v1/AUTH_p1/c?format=json").text())
                .contains("\"bytes\": 12,")
                .contains("\"slo_etag\": \"\\\""
                        + ann.head(C + "slo").header("etag").orElseThrow().replace("\"", "") + "\\\"\"");
    }

    @Test
    void aPartIsReadByItsNumber() {
        putStatic("slo");

        var part = ann.get(C + "slo?part-number=2");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("bbb");
        assertThat(part.header("x-parts-count")).contains("4");
        assertThat(ann.get(C + "slo?part-number=5").status()).isEqualTo(416);
        assertThat(ann.get(C + "slo?part-number=0").status()).isEqualTo(400);
    }

    @Test
    void deletingWithTheManifestDeletesWhatItNames() {
        ann.put(C + "inner" + PUT, "[{\"path\": \"s/p/a\"}]");
        ann.put(C + "slo" + PUT, "[{\"path\": \"c/inner\"}, {\"path\": \"s/p/b\"}]");

        var reply = ann.delete(C + "slo?multipart-manifest=delete", "Accept: application/json");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"Number Deleted\":4").contains("200 OK");
        assertThat(ann.get("/v1/AUTH_p1/s").text()).isEqualTo("p/c\n");
        assertThat(ann.get("/v1/AUTH_p1/c").text()).isEmpty();
    }

    @Test
    void segmentsThatTheSenderMayNotDeleteStay() {
        putStatic("slo");
        ann.post("/v1/AUTH_p1/c", "X-Container-Write: p2:*", "X-Container-Read: p2:*");

        var reply = bob.delete(C + "slo?multipart-manifest=delete");

        assertThat(reply.text()).contains("403 Forbidden");
        assertThat(ann.get("/v1/AUTH_p1/s").text()).isEqualTo("p/a\np/b\np/c\n");
    }

    @Test
    void anAsynchronousDeleteTakesOneContainersPlainSegmentsOnly() {
        ann.put(C + "slo" + PUT, "[{\"path\": \"s/p/a\"}, {\"path\": \"s/p/b\"}]");
        ann.put(C + "two" + PUT, "[{\"path\": \"s/p/c\"}, {\"path\": \"c/slo\"}]");

        assertThat(ann.delete(C + "two?multipart-manifest=delete&async=yes").status())
                .isEqualTo(400);
        assertThat(ann.delete(C + "slo?multipart-manifest=delete&async=yes").status())
                .isEqualTo(204);
        assertThat(ann.get("/v1/AUTH_p1/s").text()).isEqualTo("p/c\n");
    }

    @Test
    void aHeartbeatComesBeforeTheOutcome() {
        var reply = ann.put(C + "slo" + PUT + "&heartbeat=on", "[{\"path\": \"s/p/a\"}]", "Accept: application/json");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text()).startsWith(" \r\n\r\n").contains("201 Created");
        assertThat(ann.get(C + "slo").text()).isEqualTo("aaaa");
    }

    @Test
    void r02_aManifestHasBounds() {
        assertThat(ann.put(C + "slo" + PUT, "[".repeat(100_000)).status()).isEqualTo(400);
        var many = "[" + "{\"path\": \"s/p/a\"},".repeat(1000) + "{\"path\": \"s/p/a\"}]";
        assertThat(ann.put(C + "slo" + PUT, many).status()).isEqualTo(413);
        assertThat(ann.send("PUT", C + "slo" + PUT, NOTHING, "Content-Length: 8388609")
                        .status())
                .isEqualTo(413);
    }

    /// THREATS S12.
    @Test
    void s12_noHeaderMakesAStaticLargeObject() {
        assertThat(ann.put(C + "o", "[]", "X-Static-Large-Object: true").status())
                .isEqualTo(400);
        ann.put(C + "o", "[]", "X-Object-Sysmeta-Slo-Etag: 0", "X-Object-Sysmeta-Slo-Size: 9");
        assertThat(ann.get(C + "o").text()).isEqualTo("[]");
    }

    @Test
    void aPartIsCopiedByItsNumber() {
        putStatic("slo");

        ann.send("COPY", C + "slo?part-number=2", NOTHING, "Destination: c/part");

        assertThat(ann.get(C + "part").text()).isEqualTo("bbb");
    }
}
