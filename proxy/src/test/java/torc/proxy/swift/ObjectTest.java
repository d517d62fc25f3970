package torc.proxy.swift;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ObjectTest {
    private static final String O = "/v1/AUTH_p1/c/o";
    private static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";

    private final SwiftServer server = server();
    private final SwiftClient ann = server.client("ann");

    /// What the tests ask.
    SwiftServer server() {
        return new SwiftServer();
    }

    @BeforeEach
    void begin() {
        ann.put("/v1/AUTH_p1/c", "");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsPutIsGot() {
        var put = ann.put(
                O,
                "hello",
                "Content-Type: text/x-greeting",
                "X-Object-Meta-Colour: grün",
                "Content-Disposition: attachment",
                "Content-Encoding: none",
                "Cache-Control: no-store");
        assertThat(put.status()).isEqualTo(201);
        assertThat(put.header("Etag")).contains(MD5_OF_HELLO);

        var get = ann.get(O);
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.text()).isEqualTo("hello");
        assertThat(get.header("Content-Length")).contains("5");
        assertThat(get.header("Content-Type")).contains("text/x-greeting");
        assertThat(get.header("Etag")).contains(MD5_OF_HELLO);
        assertThat(get.header("Last-Modified")).isEqualTo(put.header("Last-Modified"));
        assertThat(get.header("Accept-Ranges")).contains("bytes");
        assertThat(get.header("X-Object-Meta-Colour")).contains("gr\u00fcn");
        assertThat(get.header("Content-Disposition")).contains("attachment");
        assertThat(get.header("Content-Encoding")).contains("none");
        assertThat(get.header("Cache-Control")).contains("no-store");
        assertThat(get.header("X-Timestamp").orElse("")).matches("[0-9]{10}\\.[0-9]{5}");
    }

    @Test
    void headIsGetWithoutTheBody() {
        ann.put(O, "hello", "X-Object-Meta-A: b");

        var get = ann.get(O);
        var head = ann.head(O);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.head().stream().filter(line -> !isOfOneAnswer(line)))
                .containsExactlyElementsOf(
                        get.head().stream().filter(line -> !isOfOneAnswer(line)).toList());
        assertThat(ann.head("/v1/AUTH_p1/c/absent").status()).isEqualTo(404);
        assertThat(ann.get(O).text()).as("the connection is in step").isEqualTo("hello");
    }

    private static boolean isOfOneAnswer(String line) {
        return line.startsWith("Date:") || line.startsWith("X-Trans-Id:") || line.startsWith("X-Openstack-");
    }

    @Test
    void aBodyInChunksIsTakenUpToTheLimit() {
        var body = "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n";
        assertThat(ann.send("PUT", O, body.getBytes(UTF_8), "Transfer-Encoding: chunked")
                        .status())
                .isEqualTo(201);
        assertThat(ann.get(O).text()).isEqualTo("hello world");

        var limit = new byte[1 << 20];
        new Random(3).nextBytes(limit);
        assertThat(ann.send("PUT", O, limit).status()).isEqualTo(201);
        assertThat(ann.get(O).body()).isEqualTo(limit);
        try (var other = server.client("ann")) {
            assertThat(other.send("PUT", O, new byte[0], "Content-Length: 1048577")
                            .status())
                    .isEqualTo(413);
        }
        try (var other = server.client("ann")) {
            var chunked = "100001\r\n" + "x".repeat((1 << 20) + 1) + "\r\n0\r\n\r\n";
            assertThat(other.send("PUT", O, chunked.getBytes(UTF_8), "Transfer-Encoding: chunked")
                            .status())
                    .isEqualTo(413);
        }
        assertThat(ann.get(O).body()).isEqualTo(limit);
    }

    @Test
    void aPutMustSayHowLongItIs() {
        var reply = ann.send("PUT", O, new byte[0], "-");
        assertThat(reply.status()).isEqualTo(411);
        assertThat(reply.text()).isEqualTo("Missing Content-Length header.");
        assertThat(ann.head(O).status()).isEqualTo(404);
    }

    @Test
    void aClientThatWaitsIsToldToGoOnOnlyIfItsObjectWillBeTaken() throws Exception {
        var head =
                "PUT %s HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ann\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        ann.write(head.formatted(O).getBytes(ISO_8859_1));
        var first = new String(ann.socket.getInputStream().readNBytes(25), ISO_8859_1);
        assertThat(first).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        ann.write("hello".getBytes(UTF_8));
        assertThat(ann.read(false).status()).isEqualTo(201);

        try (var bob = server.client("bob")) {
            bob.write(head.formatted(O).replace("ann", "bob").getBytes(ISO_8859_1));
            var refused = new String(bob.socket.getInputStream().readNBytes(12), ISO_8859_1);
            assertThat(refused).isEqualTo("HTTP/1.1 403");
        }
    }

    @Test
    void aWrongChecksumStoresNothing() {
        assertThat(ann.put(O, "hello", "ETag: \"" + MD5_OF_HELLO + '"').status())
                .isEqualTo(201);
        assertThat(ann.put(O, "hello", "Content-MD5: XUFAKrxLKna5cZ2REBfFkg==").status())
                .isEqualTo(201);

        assertThat(ann.put(O, "other", "ETag: " + MD5_OF_HELLO).status()).isEqualTo(422);
        assertThat(ann.put(O, "other", "ETag: reallylonganddefinitelynotavalidetagvalue")
                        .status())
                .isEqualTo(422);
        assertThat(ann.put(O, "other", "Content-MD5: XUFAKrxLKna5cZ2REBfFkg==").status())
                .isEqualTo(422);
        assertThat(ann.put(O, "other", "Content-MD5: nonsense").status()).isEqualTo(400);
        assertThat(ann.get(O).text()).isEqualTo("hello");
    }

    @Test
    void s28_bytesBeyondARefusedBodyAreNoRequest() {
        try (var client = server.client("ann")) {
            client.write(("PUT " + O + " HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ann\r\nContent-Length: 5\r\n"
                            + "ETag: 00000000000000000000000000000000\r\n\r\nhelloXGET " + O
                            + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .getBytes(ISO_8859_1));
            assertThat(client.read(false).status()).isEqualTo(422);
            try {
                assertThat(client.read(false).status()).isIn(400, 405);
            } catch (java.io.UncheckedIOException closed) {
                assertThat(closed).hasMessageContaining("closed");
            }
        }
        assertThat(ann.head(O).status()).isEqualTo(404);
    }

    @Test
    void aBodyThatBreaksOffStoresNothing() throws Exception {
        ann.put(O, "old");
        try (var client = server.client("ann")) {
            client.write(
                    ("PUT " + O + " HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ann\r\nContent-Length: 500000\r\n\r\nhalf")
                            .getBytes(ISO_8859_1));
            client.socket.shutdownOutput();
            assertThat(client.read(false).status()).isIn(400, 499);
        } catch (java.io.UncheckedIOException closed) {
            assertThat(closed).hasMessageContaining("closed");
        }
        assertThat(ann.get(O).text()).isEqualTo("old");
        assertThat(ann.head("/v1/AUTH_p1/c").header("X-Container-Object-Count")).contains("1");
    }

    @Test
    void singleRangesAreServed() {
        ann.put(O, "0123456789");

        var middle = ann.get(O, "Range: bytes=2-4");
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.text()).isEqualTo("234");
        assertThat(middle.header("Content-Range")).contains("bytes 2-4/10");
        assertThat(ann.get(O, "Range: bytes=-3").text()).isEqualTo("789");
        assertThat(ann.get(O, "Range: parsecs=1-2").status()).isEqualTo(200);
        var none = ann.get(O, "Range: bytes=10-");
        assertThat(none.status()).isEqualTo(416);
        assertThat(none.header("Content-Range")).contains("bytes */10");
        assertThat(none.header("Etag")).isPresent();
        assertThat(none.header("Accept-Ranges")).contains("bytes");
        assertThat(none.text()).contains("Requested Range Not Satisfiable");
        assertThat(ann.head(O, "Range: bytes=2-4").status()).isEqualTo(200);
        var etag = ann.head(O).header("Etag").orElseThrow();
        assertThat(ann.get(O, "Range: bytes=0-0", "If-Range: \"" + etag + '"').status())
                .isEqualTo(206);
        assertThat(ann.get(O, "Range: bytes=0-0", "If-Range: W/\"" + etag + '"').status())
                .isEqualTo(200);
        assertThat(ann.get(O, "Range: bytes=0-0", "If-Range: \"other\"").status())
                .isEqualTo(200);
    }

    @Test
    void severalRangesComeAsParts() {
        ann.put(O, "0123456789", "Content-Type: a/b; c=d");

        var reply = ann.get(O, "Range: bytes=0-1,5-6,20-30");
        assertThat(reply.status()).isEqualTo(206);
        var type = reply.header("Content-Type").orElseThrow();
        assertThat(type).startsWith("multipart/byteranges;boundary=");
        var boundary = type.substring(type.indexOf('=') + 1);
        assertThat(boundary).hasSize(32);
        assertThat(reply.header("Content-Range")).isEmpty();
        assertThat(reply.text())
                .isEqualTo("--B\r\nContent-Type: a/b; c=d\r\nContent-Range: bytes 0-1/10\r\n\r\n01\r\n"
                                .replace("B", boundary)
                        + "--B\r\nContent-Type: a/b; c=d\r\nContent-Range: bytes 5-6/10\r\n\r\n56\r\n--B--"
                                .replace("B", boundary));
        assertThat(ann.get(O).text()).as("the connection is in step").isEqualTo("0123456789");
    }

    @Test
    void readsUnderConditions() {
        ann.put(O, "hello");
        var modified = ann.head(O).header("Last-Modified").orElseThrow();

        assertThat(ann.get(O, "If-Match: " + MD5_OF_HELLO).status()).isEqualTo(200);
        var failed = ann.get(O, "If-Match: bogus");
        assertThat(failed.status()).isEqualTo(412);
        assertThat(failed.header("Etag")).contains(MD5_OF_HELLO);
        assertThat(failed.body()).isEmpty();
        var same = ann.get(O, "If-None-Match: \"bogus\", \"" + MD5_OF_HELLO + '"');
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("Etag")).contains(MD5_OF_HELLO);
        assertThat(same.header("Accept-Ranges")).contains("bytes");
        assertThat(ann.get(O, "If-Modified-Since: " + modified).status()).isEqualTo(304);
        assertThat(ann.head(O, "If-Modified-Since: " + modified).status()).isEqualTo(304);
        assertThat(ann.get(O, "If-Unmodified-Since: " + modified).status()).isEqualTo(200);
        assertThat(ann.get(O, "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT")
                        .status())
                .isEqualTo(412);
        assertThat(ann.get("/v1/AUTH_p1/c/absent", "If-Match: *").status()).isEqualTo(412);
        assertThat(ann.get("/v1/AUTH_p1/c/absent", "If-None-Match: *").status()).isEqualTo(404);
    }

    @Test
    void writesUnderConditions() {
        assertThat(ann.put(O, "one", "If-None-Match: *").status()).isEqualTo(201);
        assertThat(ann.put(O, "two", "If-None-Match: *").status()).isEqualTo(412);
        var odd = ann.put(O, "two", "If-None-Match: abc");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.text()).isEqualTo("If-None-Match only supports *");
        var etag = ann.head(O).header("Etag").orElseThrow();
        assertThat(ann.put(O, "two", "If-Match: bogus").status()).isEqualTo(412);
        assertThat(ann.post(O, "If-Match: bogus").status()).isEqualTo(412);
        assertThat(ann.delete(O, "If-Match: bogus").status()).isEqualTo(412);
        assertThat(ann.get(O).text()).isEqualTo("one");
        assertThat(ann.put(O, "two", "If-Match: " + etag).status()).isEqualTo(201);
        assertThat(ann.delete(O, "If-Match: *").status()).isEqualTo(204);
    }

    @Test
    void postReplacesAllMetadataButTheContentTypeIfItIsNotGiven() {
        ann.put(
                O,
                "hello",
                "Content-Type: a/b",
                "X-Object-Meta-A: 1",
                "Content-Encoding: gzip",
                "X-Delete-After: 1000");
        server.catalog.advance(Duration.ofSeconds(5));

        assertThat(ann.post(O, "X-Object-Meta-B: 2").status()).isEqualTo(202);
        var after = ann.get(O);
        assertThat(after.text()).isEqualTo("hello");
        assertThat(after.header("Content-Type")).contains("a/b");
        assertThat(after.header("X-Object-Meta-B")).contains("2");
        assertThat(after.header("X-Object-Meta-A")).isEmpty();
        assertThat(after.header("Content-Encoding")).isEmpty();
        assertThat(after.header("X-Delete-At")).isEmpty();
        assertThat(after.header("Etag")).contains(MD5_OF_HELLO);

        ann.post(O, "Content-Type: c/d", "Content-Disposition: x");
        var listed = JsonMapper.shared()
                .readTree(ann.get("/v1/AUTH_p1/c?format=json").body());
        assertThat(listed.get(0).get("content_type").asString()).isEqualTo("c/d");
        assertThat(ann.head(O).header("Content-Disposition")).contains("x");
        assertThat(ann.post("/v1/AUTH_p1/c/absent").status()).isEqualTo(404);
        assertThat(ann.post("/v1/AUTH_p1/absent/o").status()).isEqualTo(404);
    }

    @Test
    void deletedObjectsAreGone() {
        ann.put(O, "hello");
        assertThat(ann.delete(O).status()).isEqualTo(204);
        for (var method : new String[] {"GET", "HEAD", "POST", "DELETE"})
            assertThat(ann.send(method, O, new byte[0]).status()).as(method).isEqualTo(404);
        assertThat(ann.put("/v1/AUTH_p1/absent/o", "x").status()).isEqualTo(404);
        assertThat(ann.delete("/v1/AUTH_p1/absent/o").status()).isEqualTo(404);
    }

    @Test
    void w15_anObjectEndsWhenItsTimeComesAndNotIfThatWasTakenBack() {
        ann.put(O, "hello", "X-Delete-After: 100");
        ann.put(O + "2", "hello", "X-Delete-After: 100");
        ann.put(O + "3", "hello", "X-Delete-After: 100");
        assertThat(ann.head(O).header("X-Delete-At")).isPresent();
        assertThat(ann.head(O).header("X-Delete-After")).isEmpty();
        ann.put(O + "2", "new");
        ann.post(O + "3", "X-Object-Meta-A: 1");

        server.catalog.advance(Duration.ofSeconds(101));

        assertThat(ann.get(O).status()).isEqualTo(404);
        assertThat(ann.head(O).status()).isEqualTo(404);
        assertThat(ann.post(O).status()).isEqualTo(404);
        assertThat(ann.send("COPY", O, new byte[0], "Destination: c/x").status())
                .isEqualTo(404);
        assertThat(ann.get(O + "2").text()).isEqualTo("new");
        assertThat(ann.get(O + "3").text()).isEqualTo("hello");
        assertThat(ann.get("/v1/AUTH_p1/c").lines()).containsExactly("o2", "o3");
    }

    @Test
    void timesOfEndingAreChecked() {
        assertThat(ann.put(O, "", "X-Delete-After: x").text()).isEqualTo("Non-integer X-Delete-After");
        assertThat(ann.put(O, "", "X-Delete-After: 0").text()).isEqualTo("X-Delete-After in past");
        assertThat(ann.put(O, "", "X-Delete-After: -18446744073709551615").text())
                .isEqualTo("X-Delete-After in past");
        assertThat(ann.put(O, "", "X-Delete-At: -18446744064709551616").text()).isEqualTo("X-Delete-At in past");
        assertThat(ann.put(O, "", "X-Delete-At: 1.5").text()).isEqualTo("Non-integer X-Delete-At");
        assertThat(ann.put(O, "", "X-Delete-At: 1").text()).isEqualTo("X-Delete-At in past");
        assertThat(ann.put(O, "", "X-Delete-At: " + "9".repeat(40)).status()).isEqualTo(201);
        assertThat(ann.head(O).header("X-Delete-At")).contains("9999999999");
        assertThat(ann.post(O, "X-Delete-At: 5").text()).isEqualTo("X-Delete-At in past");
    }

    @Test
    void typesAreGuessedWhereNoneIsGiven() {
        ann.put(O + ".wav", "");
        ann.put(O + ".TXT", "", "Content-Type:");
        ann.put(O + ".zip", "", "Content-Type: text/x", "X-Detect-Content-Type: true");
        ann.put(O, "");
        assertThat(ann.head(O + ".wav").header("Content-Type")).contains("audio/x-wav");
        assertThat(ann.head(O + ".TXT").header("Content-Type")).contains("text/plain");
        assertThat(ann.head(O + ".zip").header("Content-Type")).contains("application/zip");
        assertThat(ann.head(O).header("Content-Type")).contains("application/octet-stream");
        assertThat(ann.put(O, "", "Content-Type: a/b; swift_bytes=1").status()).isEqualTo(400);
        assertThat(ann.put(O, "", "Content-Type: \u00ff").text()).isEqualTo("Invalid Content-Type");
    }

    @Test
    void s12_w06_w10_headersOfInnerUseHaveNoEffect() {
        var put = ann.put(
                O,
                "hello",
                "X-Timestamp: 1",
                "X-Backend-Storage-Policy-Index: 7",
                "X-Container-Host: 127.0.0.1:1",
                "X-Container-Partition: 1",
                "X-Container-Device: sda",
                "X-Account-Host: 127.0.0.1:1",
                "X-Delete-At-Host: 127.0.0.1:1",
                "X-Object-Sysmeta-A: 1",
                "X-Object-Transient-Sysmeta-B: 1",
                "X-Object-Meta-Kept: yes");
        assertThat(put.status()).isEqualTo(201);

        var get = ann.get(O);
        assertThat(get.text()).isEqualTo("hello");
        assertThat(get.header("X-Timestamp").orElse("")).isGreaterThan("1000000000");
        assertThat(get.header("X-Object-Meta-Kept")).contains("yes");
        assertThat(get.head())
                .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT)
                        .matches("x-(backend|container|account|delete-at|object-sysmeta|object-transient|static).*"));
        assertThat(ann.delete(O, "X-Timestamp: 1").status()).isEqualTo(204);
        assertThat(ann.get(O).status()).isEqualTo(404);
    }

    @Test
    void w06_deletingWhatIsNotThereLeavesNothing() {
        ann.put(O, "hello");
        var before = commits();
        for (int i = 0; i < 10_000; i++)
            assertThat(ann.delete("/v1/AUTH_p1/c/absent" + i, "X-Timestamp: 1", "X-Backend-Replication: true")
                            .status())
                    .isEqualTo(404);
        assertThat(ann.head("/v1/AUTH_p1/c").header("X-Container-Object-Count")).contains("1");
        assertThat(commits()).isEqualTo(before);

        assertThat(ann.delete(O).status()).isEqualTo(204);
        assertThat(commits()).as("a delete of what is there is seen").isNotEqualTo(before);
    }

    /// How many commits each shard has seen: none more means that no row was written.
    private List<Long> commits() {
        return server.catalog.rows.shardKeys("", Optional.empty(), 1000).stream()
                .map(server.catalog.rows::revision)
                .toList();
    }
}
