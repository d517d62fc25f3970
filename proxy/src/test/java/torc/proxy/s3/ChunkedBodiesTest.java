package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.proxy.objects.Bodies;

/// What THREATS says of chunked, signed and summed bodies.
class ChunkedBodiesTest {
    private static final byte[] BODY = Bodies.random(150_000, 3);
    private static final List<byte[]> CHUNKS = List.of(
            Arrays.copyOfRange(BODY, 0, 65_536),
            Arrays.copyOfRange(BODY, 65_536, 131_072),
            Arrays.copyOfRange(BODY, 131_072, 150_000));
    private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private final S3Server server = new S3Server().withBucket("bucket");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void s01_aChunkThatClaimsMoreThanFollowsStoresNothing() {
        assertThat(signed(CHUNKS, "150000").status()).isEqualTo(200);
        delete();

        var request = request(SIGNED, "1048576").sign(server.clock.instant());
        request.body = bytes("100000;chunk-signature=" + "0".repeat(64) + "\r\n" + "x".repeat(1000));
        assertThat(server.exchangeAndEnd(request.wire()).status()).isIn(400, 403);
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s02_everyChunkOfAnObjectAndOfAPartMustBeSignedRight() {
        var id = server.send("POST", "/bucket/p?uploads").element("UploadId");
        for (var path : List.of("/bucket/k", "/bucket/p?partNumber=1&uploadId=" + id)) {
            assertThat(server.exchange(framed(path).wire()).status()).isEqualTo(200);
            var good = framed(path);
            for (var place : List.of(100, 66_000, good.body.length - 20)) {
                var request = framed(path);
                request.body[place] ^= 1;
                assertThat(server.exchange(request.wire()).status())
                        .as(path + place)
                        .isIn(400, 403);
            }
            var cut = framed(path);
            cut.body = Arrays.copyOf(
                    cut.body, new String(cut.body, StandardCharsets.ISO_8859_1).lastIndexOf("0;chunk-signature="));
            assertThat(server.exchange(cut.wire()).code()).isEqualTo("IncompleteBody");
        }
        assertThat(server.stored("bucket", "k")).isEqualTo(BODY);
        assertThat(server.send("GET", "/bucket/p?uploadId=" + id).element("ETag"))
                .contains(Bodies.md5(BODY));
    }

    @Test
    void s02_aSignedTrailerMustBeSignedRight() {
        var sum = "x-amz-checksum-crc32:" + crc32(BODY);
        var good = trailed(sum);
        assertThat(server.exchange(good.wire()).status()).isEqualTo(200);
        delete();

        var forged = trailed(sum);
        forged.body[forged.body.length - 10] ^= 1;
        assertThat(server.exchange(forged.wire()).status()).isIn(400, 403);
        assertThat(server.exchange(trailed("x-amz-checksum-crc32:AAAAAA==").wire())
                        .code())
                .isEqualTo("BadDigest");
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s03_aChunkHeaderMayBeCutAnywhere() {
        var wire = framed("/bucket/k").wire();
        var text = new String(wire, StandardCharsets.ISO_8859_1);
        for (var header : List.of("10000;chunk-signature=", "49f0;chunk-signature=", "\r\n0;chunk-signature=")) {
            var place = text.indexOf(header);
            assertThat(place).as(header).isPositive();
            for (int cut = place - 2; cut <= Math.min(wire.length, place + 90); cut++) {
                var response = TestResponse.parse(server.exchangeRaw(wire, cut, false));
                assertThat(response.status()).as(header + cut).isEqualTo(200);
                assertThat(response.header("ETag")).contains("\"" + Bodies.md5(BODY) + "\"");
            }
        }
        assertThat(server.stored("bucket", "k")).isEqualTo(BODY);
    }

    @Test
    void s04_unsignedChunksStillNeedTheSecret() {
        assertThat(unsigned("x-amz-checksum-crc32", "x-amz-checksum-crc32:" + crc32(BODY) + "\r\n")
                        .status())
                .isEqualTo(200);
        delete();

        for (var key : List.of(TestRequest.ACCESS, "AKNOBODY")) {
            var request = request(TRAILER, "150000")
                    .header("x-amz-trailer", "x-amz-checksum-crc32")
                    .as(key, "wrong")
                    .sign(server.clock.instant());
            request.body = TestRequest.unsignedChunks(CHUNKS, "x-amz-checksum-crc32:" + crc32(BODY) + "\r\n");
            assertThat(server.exchange(request.wire()).status()).isEqualTo(403);
        }
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s06_aTrailingChecksumMustBeThereAloneAndRight() {
        var right = "x-amz-checksum-crc32:" + crc32(BODY) + "\r\n";
        assertThat(unsigned("x-amz-checksum-crc32", right).status()).isEqualTo(200);
        var head = server.send(server.request("HEAD", "/bucket/k").header("x-amz-checksum-mode", "ENABLED"));
        assertThat(head.header("x-amz-checksum-crc32")).contains(crc32(BODY));
        delete();

        assertThat(unsigned("x-amz-checksum-crc32", "x-amz-checksum-crc32:AAAAAA==\r\n")
                        .code())
                .isEqualTo("BadDigest");
        assertThat(unsigned("x-amz-checksum-crc32", "").status()).isEqualTo(400);
        assertThat(unsigned("", right).status()).isEqualTo(400);
        assertThat(unsigned("x-amz-checksum-crc32", right + right).status()).isEqualTo(400);
        assertThat(unsigned("x-amz-checksum-crc32", right + "x-amz-checksum-crc32c:AAAAAA==\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(unsigned("x-amz-checksum-crc32,x-amz-checksum-crc32c", right).status())
                .isEqualTo(400);
        assertThat(unsigned("x-amz-checksum-crc32", "x-amz-checksum-crc32:%%%\r\n")
                        .status())
                .isEqualTo(400);
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s06_aChecksumInTheHeadMustBeRight() {
        for (var algorithm : torc.proxy.s3.checksum.ChecksumAlgorithm.ALL) {
            var sum = algorithm.start();
            sum.update(java.nio.ByteBuffer.wrap(BODY));
            var value = java.util.Base64.getEncoder().encodeToString(sum.value());

            var good = server.send(server.request("PUT", "/bucket/k")
                    .header(algorithm.header(), value)
                    .body(BODY));
            assertThat(good.header(algorithm.header())).contains(value);
            delete();
            var other = server.request("PUT", "/bucket/k")
                    .header(algorithm.header(), value)
                    .body("other");
            assertThat(server.send(other).code()).isEqualTo("BadDigest");
            var broken = server.request("PUT", "/bucket/k")
                    .header(algorithm.header(), "AAAA")
                    .body(BODY);
            assertThat(server.send(broken).code()).isEqualTo("InvalidRequest");
        }
        var md5 = server.request("PUT", "/bucket/k").header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==");
        assertThat(server.send(md5.body("x")).code()).isEqualTo("BadDigest");
        assertThat(server.send(server.request("PUT", "/bucket/k")
                                .header("Content-MD5", "x")
                                .body("x"))
                        .code())
                .isEqualTo("InvalidDigest");
        var two = server.request("PUT", "/bucket/k")
                .header("x-amz-checksum-crc32", "AAAAAA==")
                .header("x-amz-checksum-crc32c", "AAAAAA==");
        assertThat(server.send(two).code()).isEqualTo("InvalidRequest");
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s07_theDecodedLengthIsEnforced() {
        assertThat(signed(CHUNKS, "150000").status()).isEqualTo(200);
        delete();

        for (var length : List.of("149999", "150001", "-1", "9223372036854775808", "", "0x10", "1e3", "+5"))
            assertThat(signed(CHUNKS, length).status()).as(length).isEqualTo(400);
        var twice = request(SIGNED, "150000").header("x-amz-decoded-content-length", "150000");
        assertThat(server.exchange(twice.sign(server.clock.instant())
                                .signedChunks(CHUNKS, "")
                                .wire())
                        .status())
                .isEqualTo(400);
        assertThat(signed(CHUNKS, String.valueOf(1L << 40)).code()).isEqualTo("EntityTooLarge");
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s08_theObjectIsAsLongAsItsBytes() {
        for (var length : List.of(0, 1, 65_535, 65_536, 65_537, 5 * 1024 * 1024 + 1)) {
            var body = Bodies.random(length, length);
            var chunks = new ArrayList<byte[]>();
            for (int at = 0; at < length; at += 65_536)
                chunks.add(Arrays.copyOfRange(body, at, Math.min(length, at + 65_536)));

            assertThat(signed(chunks, String.valueOf(length)).status()).isEqualTo(200);

            assertThat(server.send("HEAD", "/bucket/k").header("Content-Length"))
                    .contains(String.valueOf(length));
            assertThat(server.stored("bucket", "k")).isEqualTo(body);
        }
    }

    @Test
    void s09_aTruncatedBodyIsAnsweredAtOnce() throws Exception {
        var request = framed("/bucket/k");
        request.header("Content-Length", String.valueOf(request.body.length));
        request.body = Arrays.copyOf(request.body, 30_000);
        var wire = request.wire();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 200)
                    .mapToObj(_ ->
                            clients.submit(() -> server.exchangeAndEnd(wire).status()))
                    .toList();
            // A normal reader is served while they are.
            assertThat(server.send("GET", "/bucket").status()).isEqualTo(200);
            for (var answer : answers)
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(400);
        }
        server.assertAbsent("bucket", "k");
        assertThat(server.put("/bucket/k", "x").status()).isEqualTo(200);
    }

    @Test
    void s15_theSignedPayloadHashMustBeTheBodys() {
        assertThat(server.put("/bucket/k", "a").status()).isEqualTo(200);
        delete();

        var header = server.request("PUT", "/bucket/k")
                .body("a")
                .sign(server.clock.instant())
                .body("b");
        assertThat(server.exchange(header.wire()).code()).isEqualTo("XAmzContentSHA256Mismatch");
        var presigned = server.request("PUT", "/bucket/k")
                .header("x-amz-content-sha256", TestRequest.hex(TestRequest.sha256(bytes("a"))))
                .presign(server.clock.instant(), "60")
                .body("b");
        assertThat(server.exchange(presigned.wire()).code()).isEqualTo("XAmzContentSHA256Mismatch");
        server.assertAbsent("bucket", "k");
    }

    @Test
    void framingThatNobodyTakesOffIsRefused() {
        var unsigned = server.request("PUT", "/bucket/k")
                .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .header("Content-Encoding", "aws-chunked")
                .body(TestRequest.unsignedChunks(CHUNKS, ""));

        assertThat(server.send(unsigned).code()).isEqualTo("InvalidRequest");
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s28_bytesAfterARefusedBodyAreNeverARequest() {
        var refused = server.request("PUT", "/bucket/k")
                .header("Connection", "keep-alive")
                .header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")
                .body("x")
                .sign(server.clock.instant())
                .wire();
        var more = bytes("y");
        var get =
                server.request("GET", "/bucket/k").sign(server.clock.instant()).wire();
        var wire = new byte[refused.length + 1 + get.length];
        System.arraycopy(refused, 0, wire, 0, refused.length);
        wire[refused.length] = more[0];
        System.arraycopy(get, 0, wire, refused.length + 1, get.length);

        var answers = new String(server.exchangeRaw(wire, wire.length, false), StandardCharsets.ISO_8859_1);

        assertThat(answers).startsWith("HTTP/1.1 400").contains("BadDigest").doesNotContain("yGET", "HTTP/1.1 200");
        server.assertAbsent("bucket", "k");
    }

    private TestRequest request(String mode, String length) {
        return request("/bucket/k", mode, length);
    }

    private TestRequest request(String path, String mode, String length) {
        return server.request("PUT", path)
                .header("x-amz-content-sha256", mode)
                .header("x-amz-decoded-content-length", length)
                .header("Content-Encoding", "aws-chunked");
    }

    private TestRequest framed(String path) {
        return request(path, SIGNED, "150000").sign(server.clock.instant()).signedChunks(CHUNKS, "");
    }

    private TestRequest trailed(String trailer) {
        return request(SIGNED + "-TRAILER", "150000")
                .header("x-amz-trailer", "x-amz-checksum-crc32")
                .sign(server.clock.instant())
                .signedChunks(CHUNKS, trailer);
    }

    private TestResponse signed(List<byte[]> chunks, String length) {
        var request = request(SIGNED, length).sign(server.clock.instant()).signedChunks(chunks, "");
        return server.exchange(request.wire());
    }

    private TestResponse unsigned(String declared, String trailer) {
        var request = request(TRAILER, "150000");
        if (!declared.isEmpty()) request.header("x-amz-trailer", declared);
        request.sign(server.clock.instant()).body = TestRequest.unsignedChunks(CHUNKS, trailer);
        return server.exchange(request.wire());
    }

    private void delete() {
        assertThat(server.send("DELETE", "/bucket/k").status()).isEqualTo(204);
    }

    private static String crc32(byte[] bytes) {
        var crc = new java.util.zip.CRC32();
        crc.update(bytes);
        return java.util.Base64.getEncoder()
                .encodeToString(java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
