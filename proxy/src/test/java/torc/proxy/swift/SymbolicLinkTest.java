package torc.proxy.swift;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Symbolic links (Swift's api/symlinks).
class SymbolicLinkTest {
    private static final String C = "/v1/AUTH_p1/c/";
    private static final String ITSELF = "?symlink=get";
    private static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";

    private final SwiftServer server = new SwiftServer();
    private final SwiftClient ann = server.client("ann");
    private final SwiftClient bob = server.client("bob");

    @BeforeEach
    void begin() {
        ann.put("/v1/AUTH_p1/c", "");
        ann.put("/v1/AUTH_p1/t", "");
        ann.put("/v1/AUTH_p1/t/o", "hello", "X-Object-Meta-Colour: red", "Content-Type: text/x");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply link(String name, String target, String... more) {
        var headers = new String[more.length + 1];
        headers[0] = "X-Symlink-Target: " + target;
        System.arraycopy(more, 0, headers, 1, more.length);
        return ann.put(C + name, "", headers);
    }

    @Test
    void aLinkReadsAsItsTarget() {
        assertThat(link("l", "t/o").status()).isEqualTo(201);

        var read = ann.get(C + "l");
        assertThat(read.text()).isEqualTo("hello");
        assertThat(read.header("content-location")).contains("/v1/AUTH_p1/t/o");
        assertThat(read.header("x-object-meta-colour")).contains("red");
        assertThat(ann.head(C + "l").header("content-length")).contains("5");
        assertThat(ann.get(C + "l", "Range: bytes=1-2").text()).isEqualTo("el");
        assertThat(ann.get(C + "l", "If-None-Match: " + MD5_OF_HELLO).status()).isEqualTo(304);
        ann.put("/v1/AUTH_p1/t/o", "changed");
        assertThat(ann.get(C + "l").text()).isEqualTo("changed");
    }

    @Test
    void theLinkItselfIsAnObjectWithoutBytes() {
        link("l", "t/o%20%2f", "X-Object-Meta-Own: 1");

        var itself = ann.get(C + "l" + ITSELF);
        assertThat(itself.text()).isEmpty();
        assertThat(itself.header("x-symlink-target")).contains("t/o%20/");
        assertThat(itself.header("content-type")).contains("application/symlink");
        assertThat(itself.header("x-object-meta-own")).contains("1");
        assertThat(itself.header("content-location")).isEmpty();
        ann.put(C + "l", "plain");
        assertThat(ann.get(C + "l").text()).isEqualTo("plain");
        assertThat(ann.get(C + "l" + ITSELF).header("x-symlink-target")).isEmpty();
    }

    @Test
    void aStaticLinkStandsForOneContent() {
        assertThat(link("l", "t/o", "X-Symlink-Target-Etag: \"" + MD5_OF_HELLO + '"')
                        .status())
                .isEqualTo(201);
        assertThat(ann.get(C + "l").text()).isEqualTo("hello");
        assertThat(ann.head(C + "l" + ITSELF).header("x-symlink-target-etag")).contains(MD5_OF_HELLO);
        assertThat(ann.head(C + "l" + ITSELF).header("x-symlink-target-bytes")).contains("5");
        assertThat(ann.head(C + "l" + ITSELF).header("content-type")).contains("text/x");

        ann.put("/v1/AUTH_p1/t/o", "changed");
        var differs = ann.get(C + "l", "If-Match: x");
        assertThat(differs.status()).isEqualTo(409);
        assertThat(differs.text())
                .isEqualTo("Object Etag '"
                        + ann.head("/v1/AUTH_p1/t/o").header("etag").orElseThrow()
                        + "' does not match X-Symlink-Target-Etag header '" + MD5_OF_HELLO + "'");
        assertThat(link("m", "t/o", "X-Symlink-Target-Etag: " + MD5_OF_HELLO).status())
                .isEqualTo(409);
        assertThat(link("m", "t/none", "X-Symlink-Target-Etag: " + MD5_OF_HELLO).text())
                .isEqualTo("X-Symlink-Target does not exist");
        assertThat(ann.head(C + "m").status()).isEqualTo(404);
    }

    @Test
    void noMoreThanTwoLinksAreFollowed() {
        link("1", "t/o");
        link("2", "c/1");
        link("3", "c/2");

        assertThat(ann.get(C + "2").text()).isEqualTo("hello");
        assertThat(ann.get(C + "3").status()).isEqualTo(409);
        assertThat(ann.get(C + "3").text()).isEqualTo("Too many levels of symbolic links, maximum allowed is 2");
        link("a", "c/b");
        link("b", "c/a");
        assertThat(ann.get(C + "a").status()).isEqualTo(409);
    }

    @Test
    void aLinkThatLeadsNowhereSaysWhere() {
        link("l", "t/none");

        var read = ann.get(C + "l");
        assertThat(read.status()).isEqualTo(404);
        assertThat(read.header("content-location")).contains("/v1/AUTH_p1/t/none");
        assertThat(ann.head(C + "l" + ITSELF).status()).isEqualTo(200);
    }

    @Test
    void aPostChangesTheLinkAndNamesItsTarget() {
        link("l", "t/o");

        var posted = ann.post(C + "l", "X-Object-Meta-A: 1");
        assertThat(posted.status()).isEqualTo(307);
        assertThat(posted.header("location")).contains("/v1/AUTH_p1/t/o");
        assertThat(ann.head(C + "l" + ITSELF).header("x-object-meta-a")).contains("1");
        assertThat(ann.head("/v1/AUTH_p1/t/o").header("x-object-meta-a")).isEmpty();
        assertThat(ann.post("/v1/AUTH_p1/t/o", "X-Symlink-Target: c/x").status())
                .isEqualTo(400);
    }

    @Test
    void whatIsNoLinkIsRefused() {
        assertThat(link("l", "/t/o").status()).isEqualTo(412);
        assertThat(link("l", "%2Ft/o").status()).isEqualTo(412);
        assertThat(link("l", "t").status()).isEqualTo(412);
        assertThat(link("l", "t/").status()).isEqualTo(412);
        assertThat(link("l", "c/l").text()).isEqualTo("Symlink cannot target itself");
        assertThat(link("l", "t/o", "X-Symlink-Target-Etag: a;b").status()).isEqualTo(400);
        assertThat(ann.put(C + "l", "body", "X-Symlink-Target: t/o").text())
                .isEqualTo("Symlink requests require a zero byte body");
        assertThat(ann.put(C + "l?multipart-manifest=put", "[]", "X-Symlink-Target: t/o")
                        .status())
                .isEqualTo(400);
        assertThat(ann.head(C + "l").status()).isEqualTo(404);
    }

    /// THREATS S19: a target is decoded once.
    @Test
    void s19_aTargetIsDecodedOnce() {
        ann.put("/v1/AUTH_p1/t/%252e", "twice");
        ann.put("/v1/AUTH_p1/t/.", "once");
        link("l", "t/%252e");

        assertThat(ann.get(C + "l").text()).isEqualTo("twice");
        assertThat(ann.head(C + "l" + ITSELF).header("x-symlink-target")).contains("t/%252e");
    }

    @Test
    void listingsShowLinks() {
        link("d", "t/o");
        link("s", "t/o", "X-Symlink-Target-Etag: " + MD5_OF_HELLO);

        assertThat(ann.get("/v1/AUTH_p1/c?format=json").text())
                .contains("\"symlink_path\": \"/v1/AUTH_p1/t/o\"}")
                .contains("\"symlink_path\": \"/v1/AUTH_p1/t/o\", \"symlink_etag\": \"" + MD5_OF_HELLO
                        + "\", \"symlink_bytes\": 5}");
        assertThat(ann.head("/v1/AUTH_p1/c").header("x-container-bytes-used")).contains("0");
    }

    @Test
    void aCopyIsOfTheTargetUnlessTheLinkIsAskedFor() {
        link("l", "t/o");

        assertThat(ann.send("COPY", C + "l", new byte[0], "Destination: c/copy").status())
                .isEqualTo(201);
        assertThat(ann.get(C + "copy").text()).isEqualTo("hello");
        assertThat(ann.head(C + "copy" + ITSELF).header("x-symlink-target")).isEmpty();
        assertThat(ann.send("COPY", C + "l" + ITSELF, new byte[0], "Destination: c/link")
                        .status())
                .isEqualTo(201);
        assertThat(ann.head(C + "link" + ITSELF).header("x-symlink-target")).contains("t/o");
        assertThat(ann.send("COPY", C + "l", new byte[0], "Destination: c/l").status())
                .isEqualTo(201);
        assertThat(ann.head(C + "l" + ITSELF).header("x-symlink-target")).isEmpty();
        assertThat(ann.get(C + "l").text()).isEqualTo("hello");
    }

    /// THREATS W12: whoever may read the link may not therefore read what it leads to.
    @Test
    void w12_aTargetIsReadWithTheRightsOfWhoAsks() {
        ann.post("/v1/AUTH_p1/c", "X-Container-Read: p2:*,.r:*");
        link("l", "t/o");
        link("static", "t/o", "X-Symlink-Target-Etag: " + MD5_OF_HELLO);
        link("chain", "c/l");
        ann.put(C + "slo?multipart-manifest=put", "[{\"path\": \"/c/l\"}]");

        for (var name : new String[] {"l", "static", "chain"}) {
            assertThat(bob.get(C + name).status()).isEqualTo(403);
            assertThat(bob.get(C + name).text()).doesNotContain("hello");
            assertThat(bob.send("COPY", C + name, new byte[0], "Destination: c/x", "Destination-Account: AUTH_p2")
                            .status())
                    .isIn(403, 404);
        }
        assertThat(bob.get(C + "slo").status()).isEqualTo(409);
        bob.put("/v1/AUTH_p2/c", "");
        var stolen = bob.put(
                "/v1/AUTH_p2/c/l",
                "",
                "X-Symlink-Target: t/o",
                "X-Symlink-Target-Account: AUTH_p1",
                "X-Symlink-Target-Etag: " + MD5_OF_HELLO);
        assertThat(stolen.status()).isEqualTo(403);
        bob.put("/v1/AUTH_p2/c/l", "", "X-Symlink-Target: t/o", "X-Symlink-Target-Account: AUTH_p1");
        assertThat(bob.get("/v1/AUTH_p2/c/l").status()).isEqualTo(403);
        ann.post("/v1/AUTH_p1/t", "X-Container-Read: p2:*");
        assertThat(bob.get("/v1/AUTH_p2/c/l").text()).isEqualTo("hello");
        assertThat(bob.get(C + "slo").text()).isEqualTo("hello");
    }

    @Test
    void aLinkToALargeObjectReadsAsItsSegments() {
        ann.put(C + "slo?multipart-manifest=put", "[{\"path\": \"/t/o\"}, {\"path\": \"/t/o\"}]");
        link("l", "c/slo");

        assertThat(ann.get(C + "l").text()).isEqualTo("hellohello");
        assertThat(ann.get(C + "l", "Range: bytes=4-5").text()).isEqualTo("oh");
        assertThat(ann.get(C + "l?multipart-manifest=get").text()).startsWith("[{");
        assertThat(ann.get(C + "l?part-number=2").text()).isEqualTo("hello");
    }
}
