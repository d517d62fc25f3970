package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.Bodies;
import torc.proxy.objects.Objects.CopyRequest;
import torc.proxy.objects.Preconditions;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.objects.Uploads.PartOutcome;

class OperationsTest {
    private final S3Server server = new S3Server().withBucket("bucket");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anObjectComesBackWithWhatWasSaidOfIt() {
        var put = server.send(server.request("PUT", "/bucket/a/b%20c")
                .header("Content-Type", "text/x-test")
                .header("Content-Encoding", "gzip")
                .header("Cache-Control", "no-store")
                .header("x-amz-meta-Colour", "b l\u00c3\u00a4u")
                .body("hello"));
        var get = server.send("GET", "/bucket/a/b%20c");
        var head = server.send("HEAD", "/bucket/a/b%20c");

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.header("ETag")).contains("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(get.text()).isEqualTo("hello");
        for (var response : List.of(get, head)) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Content-Type")).contains("text/x-test");
            assertThat(response.header("Content-Length")).contains("5");
            assertThat(response.header("Cache-Control")).contains("no-store");
            assertThat(response.header("x-amz-meta-colour")).contains("b l\u00c3\u00a4u");
            assertThat(response.header("ETag")).isEqualTo(put.header("ETag"));
            assertThat(response.header("x-amz-request-id")).isPresent();
            assertThat(response.header("Last-Modified")).contains("Sun, 22 Nov 2026 12:00:00 GMT");
        }
        assertThat(head.body()).isEmpty();
    }

    @Test
    void weakTagsMatchOnlyIfNoneMatch() {
        var etag = server.send(server.request("PUT", "/bucket/k").body("hello"))
                .header("ETag")
                .orElseThrow();

        assertThat(get("If-Match", etag)).isEqualTo(200);
        assertThat(get("If-Match", "W/" + etag)).isEqualTo(412);
        assertThat(get("If-None-Match", "W/" + etag)).isEqualTo(304);
        assertThat(server.send(server.request("PUT", "/bucket/k")
                                .header("If-Match", "W/" + etag)
                                .body("other"))
                        .status())
                .isEqualTo(412);
    }

    private int get(String condition, String tag) {
        return server.send(server.request("GET", "/bucket/k").header(condition, tag))
                .status();
    }

    @Test
    void whatSwiftStoredS3ReadsAndTheOtherWayRound() {
        server.catalog
                .service
                .objects()
                .put(
                        S3Server.object("bucket", "from-swift"),
                        Bodies.put(
                                S3Server.bytes("swift"),
                                new torc.proxy.objects.ObjectAttributes(
                                        "text/plain",
                                        java.util.Map.of(),
                                        java.util.Map.of("colour", "red"),
                                        java.util.Map.of(),
                                        java.util.OptionalLong.empty()),
                                torc.proxy.objects.Preconditions.NONE));
        server.send(server.request("PUT", "/bucket/from-s3")
                .header("x-amz-meta-colour", "blue")
                .body("s3"));

        var get = server.send("GET", "/bucket/from-swift");
        assertThat(get.text()).isEqualTo("swift");
        assertThat(get.header("x-amz-meta-colour")).contains("red");
        var stored = server.catalog
                .service
                .objects()
                .find(S3Server.object("bucket", "from-s3"))
                .orElseThrow();
        assertThat(stored.metadata()).containsEntry("colour", "blue");
        assertThat(stored.attributes().contentType()).isEqualTo("binary/octet-stream");
        assertThat(stored.etag()).isEqualTo(Bodies.md5(S3Server.bytes("s3")));
    }

    @Test
    void rangesAndConditionsAreAnsweredAsTheStandardSays() {
        server.put("/bucket/k", "0123456789");
        var etag = server.send("HEAD", "/bucket/k").header("ETag").orElseThrow();

        var range = server.send(server.request("GET", "/bucket/k").header("Range", "bytes=2-4"));
        assertThat(range.status()).isEqualTo(206);
        assertThat(range.text()).isEqualTo("234");
        assertThat(range.header("Content-Range")).contains("bytes 2-4/10");
        assertThat(with("GET", "Range", "bytes=10-").status()).isEqualTo(416);
        assertThat(with("GET", "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(with("GET", "If-Match", "\"x\"").status()).isEqualTo(412);
        assertThat(with("GET", "If-Match", etag).status()).isEqualTo(200);
        assertThat(with("GET", "If-Modified-Since", "Sun, 22 Nov 2026 12:00:00 GMT")
                        .status())
                .isEqualTo(304);
        assertThat(with("GET", "If-Unmodified-Since", "Sun, 22 Nov 2026 11:59:59 GMT")
                        .status())
                .isEqualTo(412);
        var overrides = server.send("GET", "/bucket/k?response-content-type=a%2Fb&response-cache-control=x");
        assertThat(overrides.header("Content-Type")).contains("a/b");
        assertThat(overrides.header("Cache-Control")).contains("x");
    }

    @Test
    void aRangeCountsOnlyWhileTheObjectIsTheOneThatIfRangeNames() {
        server.put("/bucket/k", "0123456789");
        var etag = server.send("HEAD", "/bucket/k").header("ETag").orElseThrow();
        var modified = server.send("HEAD", "/bucket/k").header("Last-Modified").orElseThrow();

        assertThat(ifRange(etag).text()).isEqualTo("23");
        assertThat(ifRange(modified).text()).isEqualTo("23");
        assertThat(ifRange(etag.replace("\"", "")).text()).isEqualTo("23");
        // Anything else may be of another object, whose bytes these must not be joined to.
        for (var other : List.of(
                "\"x\"", "W/" + etag, "Sun, 22 Nov 2026 11:59:59 GMT", "Mon, 23 Nov 2026 12:00:00 GMT", "yesterday"))
            assertThat(ifRange(other).text()).as(other).isEqualTo("0123456789");
    }

    private TestResponse ifRange(String validator) {
        return server.send(
                server.request("GET", "/bucket/k").header("Range", "bytes=2-3").header("If-Range", validator));
    }

    @Test
    void writesHappenOnlyUnderTheirConditions() {
        assertThat(with("PUT", "If-Match", "\"x\"").code()).isEqualTo("NoSuchKey");
        assertThat(with("PUT", "If-None-Match", "*").status()).isEqualTo(200);
        assertThat(with("PUT", "If-None-Match", "*").status()).isEqualTo(412);
        assertThat(with("PUT", "If-Match", "\"x\"").status()).isEqualTo(412);
        assertThat(with("PUT", "If-None-Match", "\"x\"").status()).isEqualTo(501);
        assertThat(with("DELETE", "If-Match", "\"x\"").status()).isEqualTo(412);
        assertThat(with("DELETE", "If-Match", "\"" + Bodies.md5(new byte[0]) + "\"")
                        .status())
                .isEqualTo(204);
        assertThat(server.send("DELETE", "/bucket/k").status()).isEqualTo(204);
        assertThat(server.send("GET", "/bucket/k").code()).isEqualTo("NoSuchKey");
        assertThat(server.send("GET", "/nowhere/k").code()).isEqualTo("NoSuchBucket");
    }

    @Test
    void bucketsAreMadeListedAndRemoved() {
        assertThat(server.send("PUT", "/fresh").status()).isEqualTo(200);
        assertThat(server.send("PUT", "/fresh").code()).isEqualTo("BucketAlreadyOwnedByYou");
        assertThat(server.send("PUT", "/Not_Valid").code()).isEqualTo("InvalidBucketName");
        assertThat(server.send("HEAD", "/fresh").status()).isEqualTo(200);
        assertThat(server.send("HEAD", "/nowhere").status()).isEqualTo(404);
        assertThat(server.send("GET", "/").text()).contains("<Name>bucket</Name>", "<Name>fresh</Name>");
        assertThat(server.send("GET", "/?max-buckets=1").text())
                .contains("<ContinuationToken>")
                .doesNotContain("fresh");
        server.put("/fresh/k", "x");
        assertThat(server.send("DELETE", "/fresh").code()).isEqualTo("BucketNotEmpty");
        server.send("DELETE", "/fresh/k");
        assertThat(server.send("DELETE", "/fresh").status()).isEqualTo(204);
        assertThat(server.send("DELETE", "/fresh").code()).isEqualTo("NoSuchBucket");
    }

    @Test
    void aBucketsLocationIsOneOfTheRegions() {
        var europe = "<CreateBucketConfiguration><LocationConstraint>eu-test-1</LocationConstraint>"
                + "</CreateBucketConfiguration>";
        assertThat(server.put("/eu-bucket", europe).status()).isEqualTo(200);
        assertThat(server.put("/mars", europe.replace("eu-test", "mars")).code())
                .isEqualTo("InvalidLocationConstraint");

        assertThat(server.send("GET", "/eu-bucket?location").text()).contains(">eu-test-1</LocationConstraint>");
        assertThat(server.send("GET", "/bucket?location").text()).contains("></LocationConstraint>");
    }

    @Test
    void bucketsAreReachedByTheirHostToo() {
        var request = new TestRequest("PUT", "/k/1", "");
        request.headers.clear();
        request.header("Host", "bucket.s3.localhost:" + server.port()).body("x");

        assertThat(server.send(request).status()).isEqualTo(200);
        assertThat(server.send("GET", "/bucket/k/1").text()).isEqualTo("x");
    }

    @Test
    void listingsFoldPageAndEncode() {
        for (var key : List.of("a", "b/1", "b/2", "c%26d", "e%20f")) server.put("/bucket/" + key, "x");

        var folded = server.send("GET", "/bucket?list-type=2&delimiter=%2F").text();
        assertThat(folded)
                .contains("<Key>a</Key>", "<Key>c&amp;d</Key>", "<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>")
                .contains("<KeyCount>4</KeyCount>", "<IsTruncated>false</IsTruncated>")
                .doesNotContain("<Owner>");
        assertThat(server.send("GET", "/bucket?list-type=2&encoding-type=url&prefix=e&fetch-owner=true")
                        .text())
                .contains("<Key>e%20f</Key>", "<EncodingType>url</EncodingType>", "<Owner><ID>alpha</ID>");
        var page = server.send("GET", "/bucket?list-type=2&max-keys=2");
        assertThat(page.text()).contains("<Key>a</Key><", "<Key>b/1</Key>").doesNotContain("<Key>b/2</Key>");
        var token = TestRequest.encode(page.element("NextContinuationToken"));
        assertThat(server.send("GET", "/bucket?list-type=2&max-keys=2&continuation-token=" + token)
                        .text())
                .contains("<Key>b/2</Key>", "<Key>c&amp;d</Key>");
        assertThat(server.send("GET", "/bucket?list-type=2&max-keys=0").text())
                .contains("<KeyCount>0</KeyCount>", "<IsTruncated>false</IsTruncated>");
        assertThat(server.send("GET", "/bucket?list-type=2&continuation-token=x")
                        .code())
                .isEqualTo("InvalidArgument");
        assertThat(server.send("GET", "/bucket?marker=b%2F1&max-keys=1&delimiter=%2F")
                        .text())
                .contains("<NextMarker>");
        assertThat(server.send("GET", "/bucket?list-type=2&start-after=c").text())
                .contains("<Key>c&amp;d</Key>")
                .doesNotContain("<Key>b/2</Key>");
    }

    @Test
    void copiesMoveNoBytesAndKeepOrReplaceWhatIsSaid() {
        server.send(server.request("PUT", "/bucket/src%3Fx")
                .header("x-amz-meta-a", "1")
                .body("data"));

        var copy = server.send(server.request("PUT", "/bucket/copy").header("x-amz-copy-source", "/bucket/src%3Fx"));
        assertThat(copy.element("ETag")).contains(Bodies.md5(S3Server.bytes("data")));
        assertThat(server.send("HEAD", "/bucket/copy").header("x-amz-meta-a")).contains("1");
        server.send(server.request("PUT", "/bucket/copy")
                .header("x-amz-copy-source", "bucket/copy")
                .header("x-amz-metadata-directive", "REPLACE")
                .header("x-amz-meta-b", "2"));
        var replaced = server.send("GET", "/bucket/copy");
        assertThat(replaced.text()).isEqualTo("data");
        assertThat(replaced.header("x-amz-meta-a")).isEmpty();
        assertThat(replaced.header("x-amz-meta-b")).contains("2");
        assertThat(copy("/bucket/copy").code()).isEqualTo("InvalidRequest");
        assertThat(copy("/bucket/none").code()).isEqualTo("NoSuchKey");
        assertThat(copy("/nowhere/none").code()).isEqualTo("NoSuchBucket");
        assertThat(copy("bucket").code()).isEqualTo("InvalidArgument");
        assertThat(server.send(server.request("PUT", "/bucket/copy")
                                .header("x-amz-copy-source", "/bucket/src%3Fx")
                                .header("x-amz-copy-source-if-match", "\"no\""))
                        .status())
                .isEqualTo(412);
        var summed = server.send(server.request("PUT", "/bucket/copy")
                .header("x-amz-copy-source", "/bucket/src%3Fx")
                .header("x-amz-checksum-algorithm", "CRC32"));
        assertThat(summed.element("ChecksumCRC32")).isEqualTo("rfPzYw==");
    }

    @Test
    void manyKeysAreDeletedAtOnce() {
        for (var key : List.of("a", "b", "c")) server.put("/bucket/" + key, "x");

        var deleted = delete("<Delete><Object><Key>a</Key></Object><Object><Key>none</Key></Object>"
                + "<Object><Key>b</Key><ETag>\"no\"</ETag></Object>"
                + "<Object><Key>c</Key><VersionId>v</VersionId></Object></Delete>");
        assertThat(deleted.text())
                .contains("<Deleted><Key>a</Key></Deleted>", "<Deleted><Key>none</Key></Deleted>")
                .contains("<Key>b</Key><Code>PreconditionFailed</Code>", "<Key>c</Key><Code>NoSuchVersion</Code>");
        assertThat(delete("<Delete><Quiet>true</Quiet><Object><Key>b</Key></Object></Delete>")
                        .text())
                .doesNotContain("<Deleted>");
        assertThat(server.send("GET", "/bucket?list-type=2").text()).contains("<KeyCount>1</KeyCount>", "<Key>c</Key>");
        assertThat(delete("<Delete>" + "<Object><Key>k</Key></Object>".repeat(1001) + "</Delete>")
                        .code())
                .isEqualTo("MalformedXML");
        assertThat(server.send(server.request("POST", "/bucket?delete")
                                .body("<Delete><Object><Key>c</Key></Object></Delete>"))
                        .code())
                .isEqualTo("InvalidRequest");
    }

    @Test
    void presignedUrlsReadAndWrite() {
        var put = server.request("PUT", "/bucket/k").body("presigned").presign(server.clock.instant(), "60");
        assertThat(server.exchange(put.wire()).status()).isEqualTo(200);

        var get = server.request("GET", "/bucket/k").presign(server.clock.instant(), "60");
        assertThat(server.exchange(get.wire()).text()).isEqualTo("presigned");
        server.catalog.advance(Duration.ofSeconds(61));
        assertThat(server.exchange(get.wire()).code()).isEqualTo("AccessDenied");
    }

    @Test
    void clientsLearnWhatABucketHasNot() {
        assertThat(server.send("GET", "/bucket?versioning").text()).contains("VersioningConfiguration");
        assertThat(server.send("GET", "/bucket?acl").element("Permission")).isEqualTo("FULL_CONTROL");
        assertThat(server.send("GET", "/bucket?policy").code()).isEqualTo("NoSuchBucketPolicy");
        assertThat(server.send("GET", "/nowhere?policy").code()).isEqualTo("NoSuchBucket");
        assertThat(server.send("PUT", "/bucket?acl").status()).isEqualTo(501);
        assertThat(server.send("PUT", "/bucket?versioning").status()).isEqualTo(501);
    }

    private TestResponse delete(String document) {
        return server.send(server.request("POST", "/bucket?delete")
                .header(
                        "Content-MD5",
                        Base64.getEncoder()
                                .encodeToString(
                                        java.util.HexFormat.of().parseHex(Bodies.md5(S3Server.bytes(document)))))
                .body(document));
    }

    @Test
    void moreThanOneRequestMayPutIsNotCopiedByOne() {
        var uploads = server.catalog.service.uploads();
        var big = S3Server.object("bucket", "big");
        server.catalog.service.objects().put(S3Server.object("bucket", "src"), Bodies.put(new byte[8 << 20]));
        var upload = uploads.create(big, Bodies.PLAIN).orElseThrow();
        var parts = new java.util.ArrayList<ListedPart>();
        var copy = new CopyRequest(Preconditions.NONE, Preconditions.NONE, same -> same, Long.MAX_VALUE);
        for (int number = 1; number <= 9; number++) {
            var part = uploads.copyPart(
                    big, upload.id(), number, S3Server.object("bucket", "src"), java.util.Optional.empty(), copy);
            parts.add(new ListedPart(number, ((PartOutcome.Stored) part).part().etag()));
        }
        uploads.complete(big, upload.id(), parts, "tag-9", Bodies.PLAIN, Preconditions.NONE, 0);

        var copied = copy("/bucket/big");

        assertThat(copied.status()).isEqualTo(400);
        assertThat(copied.code()).isEqualTo("InvalidRequest");
        assertThat(copied.text()).contains("copy source is larger than the maximum");
        assertThat(copy("/bucket/src").status()).isEqualTo(200);
    }

    private TestResponse copy(String source) {
        return server.send(server.request("PUT", "/bucket/copy").header("x-amz-copy-source", source));
    }

    private TestResponse with(String method, String name, String value) {
        return server.send(server.request(method, "/bucket/k").header(name, value));
    }
}
