package torc.proxy.swift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.ContainerName;
import torc.proxy.objects.ObjectName;

class CopyTest {
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
        ann.put("/v1/AUTH_p1/d", "");
        bob.put("/v1/AUTH_p2/b", "");
        ann.put(
                "/v1/AUTH_p1/c/o%2520%20x",
                "0123456789",
                "Content-Type: a/b",
                "X-Object-Meta-A: 1",
                "X-Object-Meta-B: 2",
                "Content-Encoding: gzip");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply copy(String... headers) {
        return ann.send("COPY", "/v1/AUTH_p1/c/o%2520%20x", NOTHING, headers);
    }

    @Test
    void whatIsTooLongToPutIsTooLongToCopy() {
        var c = new ContainerName(new AccountName("AUTH_p1"), "c");
        server.catalog.service.objects().put(new ObjectName(c, "big"), Bodies.put(new byte[(1 << 20) + 1]));
        server.catalog.service.objects().put(new ObjectName(c, "small"), Bodies.put(new byte[1 << 20]));

        assertThat(ann.send("COPY", "/v1/AUTH_p1/c/small", NOTHING, "Destination: d/x")
                        .status())
                .isEqualTo(201);
        assertThat(ann.send("COPY", "/v1/AUTH_p1/c/big", NOTHING, "Destination: d/x")
                        .status())
                .isEqualTo(413);
        assertThat(ann.put("/v1/AUTH_p1/d/y", "", "X-Copy-From: c/big").status())
                .isEqualTo(413);
    }

    @Test
    void aCopyHasTheBytesAndTheMetadataWithWhatTheRequestSaysOverIt() {
        var copied = copy("Destination: /d/new%20name", "X-Object-Meta-B: 3", "X-Object-Meta-C: 4");

        assertThat(copied.status()).isEqualTo(201);
        assertThat(copied.header("X-Copied-From")).contains("c/o%2520%20x");
        assertThat(copied.header("X-Copied-From-Account")).contains("AUTH_p1");
        assertThat(copied.header("X-Copied-From-Last-Modified")).isPresent();
        assertThat(copied.header("X-Object-Meta-A")).contains("1");
        var get = ann.get("/v1/AUTH_p1/d/new%20name");
        assertThat(get.text()).isEqualTo("0123456789");
        assertThat(get.header("Content-Type")).contains("a/b");
        assertThat(get.header("Content-Encoding")).contains("gzip");
        assertThat(get.header("X-Object-Meta-A")).contains("1");
        assertThat(get.header("X-Object-Meta-B")).contains("3");
        assertThat(get.header("X-Object-Meta-C")).contains("4");
        assertThat(ann.get("/v1/AUTH_p1/c/o%2520%20x").header("X-Object-Meta-B"))
                .contains("2");
    }

    @Test
    void freshMetadataLeavesTheSourcesBehind() {
        copy("Destination: d/o", "X-Fresh-Metadata: true", "X-Object-Meta-C: 4");

        var get = ann.get("/v1/AUTH_p1/d/o");
        assertThat(get.header("X-Object-Meta-C")).contains("4");
        assertThat(get.header("X-Object-Meta-A")).isEmpty();
        assertThat(get.header("Content-Encoding")).isEmpty();
        assertThat(get.header("Content-Type")).contains("a/b");
    }

    @Test
    void aPutCopiesFromWhereItSays() {
        assertThat(ann.put("/v1/AUTH_p1/d/o", "", "X-Copy-From: /c/o%2520%20x").status())
                .isEqualTo(201);
        assertThat(ann.get("/v1/AUTH_p1/d/o").text()).isEqualTo("0123456789");
        assertThat(ann.put("/v1/AUTH_p1/d/p", "body", "X-Copy-From: c/o%2520%20x")
                        .text())
                .isEqualTo("Copy requests require a zero byte body");
        assertThat(ann.put("/v1/AUTH_p1/d/p", "", "X-Copy-From: c/absent").status())
                .isEqualTo(404);
        assertThat(ann.put("/v1/AUTH_p1/d/p", "", "X-Copy-From: c").status()).isEqualTo(412);
        assertThat(ann.head("/v1/AUTH_p1/d/p").status()).isEqualTo(404);
    }

    @Test
    void aRangeOfAnObjectIsCopied() {
        assertThat(copy("Destination: d/o", "Range: bytes=2-4").status()).isEqualTo(201);

        var get = ann.get("/v1/AUTH_p1/d/o");
        assertThat(get.text()).isEqualTo("234");
        assertThat(get.header("X-Object-Meta-A")).contains("1");
        assertThat(copy("Destination: d/p", "Range: bytes=10-").status()).isEqualTo(416);
        assertThat(ann.head("/v1/AUTH_p1/d/p").status()).isEqualTo(404);
    }

    @Test
    void severalRangesAreCopiedAsAReadGivesThem() {
        assertThat(copy("Destination: d/o", "Range: bytes=0-1,3-4").status()).isEqualTo(201);

        var get = ann.get("/v1/AUTH_p1/d/o");
        var type = get.header("Content-Type").orElseThrow();
        assertThat(type).startsWith("multipart/byteranges;boundary=");
        var boundary = type.substring(type.indexOf('=') + 1);
        assertThat(get.text())
                .isEqualTo("--" + boundary + "\r\nContent-Type: a/b\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n--"
                        + boundary + "\r\nContent-Type: a/b\r\nContent-Range: bytes 3-4/10\r\n\r\n34\r\n--"
                        + boundary + "--");
        assertThat(get.header("X-Object-Meta-A")).contains("1");
        copy("Destination: d/p", "Range: bytes=0-1,3-4", "Content-Type: c/d");
        assertThat(ann.head("/v1/AUTH_p1/d/p").header("Content-Type")).contains("c/d");
    }

    @Test
    void aCopyTellsOfItsProgressIfAskedTo() {
        var path = "/v1/AUTH_p1/c/o%2520%20x?heartbeat=on";
        var reply = ann.send("COPY", path, NOTHING, "Destination: d/o", "Accept: application/json");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text())
                .startsWith(" {")
                .contains("\"Response Status\":\"201 Created\"", "\"X-Copied-From-Account\":\"AUTH_p1\"");
        assertThat(ann.get("/v1/AUTH_p1/d/o").text()).isEqualTo("0123456789");

        var refused = ann.send("COPY", path, NOTHING, "Destination: none/o");
        assertThat(refused.status()).isEqualTo(202);
        assertThat(refused.text()).contains("Response Status: 404 Not Found", "Errors:\nc/o%2520%20x, 404 Not Found");
        assertThat(ann.send("COPY", path, NOTHING, "Destination: d/p", "If-Match: bogus")
                        .status())
                .as("what is wrong with the source is told at once")
                .isEqualTo(412);
        assertThat(ann.send("COPY", "/v1/AUTH_p1/c/none?heartbeat=on", NOTHING, "Destination: d/p")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void conditionsAreOnTheSourceAndTheStarIsOnTheTarget() {
        assertThat(copy("Destination: d/o", "If-Match: bogus").status()).isEqualTo(412);
        assertThat(copy("Destination: d/o", "Range: bytes=0-0", "If-Match: bogus")
                        .status())
                .isEqualTo(412);
        assertThat(copy("Destination: d/o", "If-None-Match: *").status()).isEqualTo(201);
        assertThat(copy("Destination: d/o", "If-None-Match: *").status()).isEqualTo(412);
        assertThat(copy("Destination: d/o", "If-Match: *").status()).isEqualTo(201);
    }

    @Test
    void aCopyMustSayWhereTo() {
        assertThat(copy().text()).isEqualTo("Destination header required");
        assertThat(copy("Destination: d").status()).isEqualTo(412);
        assertThat(copy("Destination: //o").status()).isEqualTo(412);
        assertThat(copy("Destination: absent/o").status()).isEqualTo(404);
        assertThat(copy("Destination: d/" + "x".repeat(1025)).status()).isEqualTo(400);
        assertThat(copy("Destination: d/o", "Destination-Account: a/b").status())
                .isEqualTo(412);
        assertThat(copy("Destination: d/o", "Destination-Account:").text()).isEqualTo("Account name cannot be empty");
    }

    @Test
    void s26_acrossAccountsBothEndsMustBeAllowed() {
        assertThat(copy("Destination: b/o", "Destination-Account: AUTH_p2").status())
                .isEqualTo(403);
        bob.post("/v1/AUTH_p2/b", "X-Container-Write: p1:ann-id");
        assertThat(copy("Destination: b/o", "Destination-Account: AUTH_p2").status())
                .isEqualTo(201);
        assertThat(bob.get("/v1/AUTH_p2/b/o").text()).isEqualTo("0123456789");

        var fromAnn = new String[] {"X-Copy-From: c/o%2520%20x", "X-Copy-From-Account: AUTH_p1"};
        assertThat(bob.put("/v1/AUTH_p2/b/p", "", fromAnn).status()).isEqualTo(403);
        assertThat(bob.put("/v1/AUTH_p2/b/p", "", "X-Copy-From: c/absent", "X-Copy-From-Account: AUTH_p1")
                        .status())
                .isEqualTo(403);
        assertThat(bob.send(
                                "COPY",
                                "/v1/AUTH_p1/c/o%2520%20x",
                                NOTHING,
                                "Destination: b/p",
                                "Destination-Account: AUTH_p2")
                        .status())
                .isEqualTo(403);
        assertThat(bob.head("/v1/AUTH_p2/b/p").status()).isEqualTo(404);
        ann.post("/v1/AUTH_p1/c", "X-Container-Read: p2:*");
        assertThat(bob.put("/v1/AUTH_p2/b/p", "", fromAnn).status()).isEqualTo(201);
        assertThat(bob.get("/v1/AUTH_p2/b/p").text()).isEqualTo("0123456789");
    }

    @Test
    void s26_whoMayOnlyWriteCannotCopyOut() {
        ann.post("/v1/AUTH_p1/c", "X-Container-Write: p2:*");

        assertThat(bob.put("/v1/AUTH_p1/c/new", "x").status()).isEqualTo(201);
        assertThat(bob.put("/v1/AUTH_p1/c/copy", "", "X-Copy-From: c/o%2520%20x")
                        .status())
                .isEqualTo(403);
        assertThat(bob.send("COPY", "/v1/AUTH_p1/c/o%2520%20x", NOTHING, "Destination: c/copy")
                        .status())
                .isEqualTo(403);
        assertThat(ann.head("/v1/AUTH_p1/c/copy").status()).isEqualTo(404);
    }

    @Test
    void s19_aSourceIsDecodedOnceByGateAndCopyAlike() {
        ann.put("/v1/AUTH_p1/pub", "", "X-Container-Read: .r:*");
        ann.put("/v1/AUTH_p1/pub/open", "open");
        ann.put("/v1/AUTH_p1/c/secret", "secret");

        assertThat(bob.put("/v1/AUTH_p2/b/x", "", "X-Copy-From: pub/open", "X-Copy-From-Account: AUTH_p1")
                        .status())
                .isEqualTo(201);
        for (var path : new String[] {
            "pub/../c/secret",
            "pub/%2e%2e/c/secret",
            "pub%2F..%2Fc%2Fsecret",
            "pub/%252e%252e/c/secret",
            "pub//../c/secret",
            "pub/open%3Fversion-id=1"
        }) {
            var reply = bob.put("/v1/AUTH_p2/b/y", "", "X-Copy-From: " + path, "X-Copy-From-Account: AUTH_p1");
            assertThat(reply.status()).as(path).isEqualTo(404);
        }
        assertThat(bob.put("/v1/AUTH_p2/b/y", "", "X-Copy-From: c/secret", "X-Copy-From-Account: AUTH_p1%2Fpub")
                        .status())
                .isEqualTo(412);
        assertThat(bob.head("/v1/AUTH_p2/b/y").status()).isEqualTo(404);
    }

    @Test
    void theBodyOfACopyIsNotStored() {
        var reply = ann.send(
                "COPY", "/v1/AUTH_p1/c/o%2520%20x", "body".getBytes(UTF_8), "Content-Length: 4", "Destination: d/o");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(ann.get("/v1/AUTH_p1/d/o").text()).isEqualTo("0123456789");
    }
}
