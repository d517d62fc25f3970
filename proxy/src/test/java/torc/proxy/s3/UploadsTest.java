package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.Bodies;

class UploadsTest {
    private static final byte[] FIRST = Bodies.random(5 << 20, 1);
    private static final byte[] LAST = Bodies.random(100, 2);

    private final S3Server server = server().withBucket("bucket");

    /// What the tests ask.
    S3Server server() {
        return new S3Server();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anObjectIsMadeOfItsParts() {
        var id = create("/bucket/k", "");
        var first = part(id, 1, FIRST);
        var last = part(id, 7, LAST);

        assertThat(server.send("GET", "/bucket/k?uploadId=" + id).text())
                .contains("<PartNumber>1</PartNumber>", "<PartNumber>7</PartNumber>", "<Size>100</Size>");
        assertThat(server.send("GET", "/bucket?uploads").text()).contains("<UploadId>" + id + "</UploadId>");
        server.assertAbsent("bucket", "k");
        var done = complete(id, document(1, first, 7, last));
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.element("ETag")).contains("-2&quot;");
        assertThat(complete(id, document(1, first, 7, last)).element("ETag")).isEqualTo(done.element("ETag"));
        assertThat(server.stored("bucket", "k")).isEqualTo(joined());
        var part = server.send("GET", "/bucket/k?partNumber=2");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(LAST);
        assertThat(part.header("x-amz-mp-parts-count")).contains("2");
        assertThat(server.send("GET", "/bucket/k?partNumber=3").code()).isEqualTo("InvalidPartNumber");
        assertThat(server.send(server.request("GET", "/bucket/k?attributes")
                                .header("x-amz-object-attributes", "ObjectParts,ObjectSize,ETag"))
                        .text())
                .contains("<PartsCount>2</PartsCount>", "<ObjectSize>" + (FIRST.length + 100) + "</ObjectSize>");
    }

    @Test
    void aFullObjectChecksumIsCombinedFromTheParts() {
        var id = create("/bucket/k", "CRC32:FULL_OBJECT");
        var etags = new String[] {part(id, 1, FIRST), part(id, 2, LAST)};

        var wrong = server.request("POST", "/bucket/k?uploadId=" + id)
                .header("x-amz-checksum-crc32", "AAAAAA==")
                .body(document(1, etags[0], 2, etags[1]));
        assertThat(server.send(wrong).code()).isEqualTo("BadDigest");
        var done = complete(id, document(1, etags[0], 2, etags[1]));

        var expected = crc32(joined());
        assertThat(done.element("ChecksumCRC32")).isEqualTo(expected);
        var head = server.send(server.request("HEAD", "/bucket/k").header("x-amz-checksum-mode", "ENABLED"));
        assertThat(head.header("x-amz-checksum-crc32")).contains(expected);
        assertThat(head.header("x-amz-checksum-type")).contains("FULL_OBJECT");
    }

    @Test
    void s06_theChecksumOfACompletionIsTheObjectsAndNotTheDocuments() {
        var id = create("/bucket/k", "CRC32:FULL_OBJECT");
        var document = document(1, part(id, 1, LAST), 0, "");
        var none = create("/bucket/k", "");
        var documentOfNone = document(1, part(none, 1, LAST), 0, "");

        assertThat(complete(id, document, crc32(S3Server.bytes(document))).code())
                .isEqualTo("BadDigest");
        assertThat(complete(none, documentOfNone, crc32(LAST)).code())
                .as("what cannot be compared is not taken for right")
                .isEqualTo("InvalidRequest");
        server.assertAbsent("bucket", "k");
        assertThat(complete(id, document, crc32(LAST)).element("ChecksumCRC32")).isEqualTo(crc32(LAST));
        assertThat(complete(none, documentOfNone).status()).isEqualTo(200);
    }

    @Test
    void aCompositeChecksumIsComparedWithItsCountOfParts() {
        var id = create("/bucket/k", "SHA256");
        var document = document(1, part(id, 1, LAST), 0, "");
        var sum = Base64.getEncoder().encodeToString(TestRequest.sha256(TestRequest.sha256(LAST))) + "-1";

        var request = server.request("POST", "/bucket/k?uploadId=" + id).header("x-amz-checksum-sha256", sum);

        assertThat(server.send(request.body(document)).element("ChecksumSHA256"))
                .isEqualTo(sum);
    }

    @Test
    void aPartWithoutBytesHasNoContentRange() {
        var id = create("/bucket/k", "");
        complete(id, document(1, part(id, 1, FIRST), 2, part(id, 2, new byte[0])));

        var part = server.send("GET", "/bucket/k?partNumber=2");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEmpty();
        assertThat(part.header("Content-Range")).isEmpty();
    }

    @Test
    void aCompositeChecksumCountsTheParts() {
        var id = create("/bucket/k", "SHA256");
        var etag = part(id, 1, LAST);

        var sum = Base64.getEncoder().encodeToString(TestRequest.sha256(TestRequest.sha256(LAST))) + "-1";
        assertThat(complete(id, document(1, etag, 0, "")).element("ChecksumSHA256"))
                .isEqualTo(sum);
        var attributes = server.send(
                server.request("GET", "/bucket/k?attributes").header("x-amz-object-attributes", "Checksum"));
        assertThat(attributes.element("ChecksumType")).isEqualTo("COMPOSITE");
    }

    @Test
    void aCompletionThatIsWrongChangesNothing() {
        var id = create("/bucket/k", "");
        var first = part(id, 1, LAST);
        var second = part(id, 2, LAST);

        assertThat(complete(id, document(2, second, 1, first)).code()).isEqualTo("InvalidPartOrder");
        assertThat(complete(id, document(1, first, 3, second)).code()).isEqualTo("InvalidPart");
        assertThat(complete(id, document(1, "\"" + "0".repeat(32) + "\"", 2, second))
                        .code())
                .isEqualTo("InvalidPart");
        assertThat(complete(id, document(1, first, 2, second)).code()).isEqualTo("EntityTooSmall");
        assertThat(complete(id, "<CompleteMultipartUpload/>").code()).isEqualTo("MalformedXML");
        assertThat(complete("0".repeat(32), document(1, first, 0, "")).code()).isEqualTo("NoSuchUpload");
        assertThat(complete("..%2Fx", document(1, first, 0, "")).code()).isEqualTo("NoSuchUpload");
        server.put("/bucket/k", "old");
        var conditional = server.request("POST", "/bucket/k?uploadId=" + id)
                .header("If-None-Match", "*")
                .body(document(1, first, 0, ""));
        assertThat(server.send(conditional).status()).isEqualTo(412);
        assertThat(server.send("GET", "/bucket/k").text()).isEqualTo("old");
        assertThat(server.send("DELETE", "/bucket/k?uploadId=" + id).status()).isEqualTo(204);
        assertThat(server.send("DELETE", "/bucket/k?uploadId=" + id).code()).isEqualTo("NoSuchUpload");
    }

    @Test
    void s28_partsAreCopiedFromRangesThatLieInTheirSource() {
        server.send(server.request("PUT", "/bucket/src").body(FIRST));
        var id = create("/bucket/k", "");
        for (var range : new String[] {"bytes=100-0", "-5", "bytes=-5", "bytes=0-" + FIRST.length, "bytes=0-x"})
            assertThat(copyPart(id, range).status()).as(range).isIn(400, 416);

        var copied = copyPart(id, "bytes=10-19");

        assertThat(copied.status()).isEqualTo(200);
        var etag = copied.element("ETag").replace("&quot;", "\"");
        assertThat(complete(id, document(1, etag, 0, "")).status()).isEqualTo(200);
        assertThat(server.stored("bucket", "k")).isEqualTo(Arrays.copyOfRange(FIRST, 10, 20));
    }

    private TestResponse copyPart(String id, String range) {
        return server.send(server.request("PUT", "/bucket/k?partNumber=1&uploadId=" + id)
                .header("x-amz-copy-source", "/bucket/src")
                .header("x-amz-copy-source-range", range));
    }

    private String create(String path, String checksum) {
        var request = server.request("POST", path + "?uploads");
        var colon = checksum.indexOf(':');
        if (!checksum.isEmpty())
            request.header("x-amz-checksum-algorithm", colon < 0 ? checksum : checksum.substring(0, colon));
        if (colon > 0) request.header("x-amz-checksum-type", checksum.substring(colon + 1));
        return server.send(request).element("UploadId");
    }

    private String part(String id, int number, byte[] bytes) {
        return server.send(server.request("PUT", "/bucket/k?partNumber=" + number + "&uploadId=" + id)
                        .body(bytes))
                .header("ETag")
                .orElseThrow();
    }

    private TestResponse complete(String id, String document) {
        return server.send(server.request("POST", "/bucket/k?uploadId=" + id).body(document));
    }

    private TestResponse complete(String id, String document, String crc32) {
        var request = server.request("POST", "/bucket/k?uploadId=" + id).header("x-amz-checksum-crc32", crc32);
        return server.send(request.body(document));
    }

    private static String crc32(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(HexFormat.of().toHexDigits((int) crc.getValue())));
    }

    private static String document(int one, String firstEtag, int two, String secondEtag) {
        var part = "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>";
        return "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + part.formatted(one, firstEtag) + (two == 0 ? "" : part.formatted(two, secondEtag))
                + "</CompleteMultipartUpload>";
    }

    private static byte[] joined() {
        var whole = Arrays.copyOf(FIRST, FIRST.length + LAST.length);
        System.arraycopy(LAST, 0, whole, FIRST.length, LAST.length);
        return whole;
    }
}
