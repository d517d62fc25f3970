package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torc.proxy.s3.Route.Scope;

/// What THREATS says of signatures, fields and names.
class GateTest {
    private final S3Server server = new S3Server().withBucket("bucket");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void s05_noRouteTakesAForgedSignatureInAnyMode() {
        assertThat(server.put("/bucket/k", "x").status()).isEqualTo(200);
        var modes = List.of(
                "UNSIGNED-PAYLOAD",
                TestRequest.EMPTY_HASH,
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        for (var route : server.dialect.routes().all()) {
            for (var mode : modes) {
                List<UnaryOperator<TestRequest>> forgeries = List.of(
                        request -> request.as(TestRequest.ACCESS, "wrong").sign(server.clock.instant()),
                        request -> request.as(TestRequest.ACCESS, "wrong").presign(server.clock.instant(), "60"),
                        request -> request);
                for (var forgery : forgeries) {
                    var request = forgery.apply(requestOf(route).header("x-amz-content-sha256", mode));
                    assertThat(server.exchange(request.wire()).status())
                            .as(route.name() + " " + mode)
                            .isEqualTo(403);
                }
            }
        }
        assertThat(server.stored("bucket", "k")).isEqualTo(S3Server.bytes("x"));
    }

    @Test
    void s10_everyAmzFieldMustBeSignedAndSoMustTheHost() {
        assertThat(server.put("/bucket/k", "x").status()).isEqualTo(200);
        for (var name : List.of(
                "x-amz-copy-source",
                "x-amz-acl",
                "x-amz-meta-a",
                "x-amz-tagging",
                "x-amz-made-up",
                "x-amz-storage-class",
                "x-amz-checksum-crc32",
                "x-amz-metadata-directive",
                "X-AMZ-User-Agent")) {
            var signed = server.request("PUT", "/bucket/new")
                    .sign(server.clock.instant())
                    .header(name, "/bucket/k");
            assertThat(server.exchange(signed.wire()).status()).as(name).isEqualTo(403);
            var presigned = server.request("PUT", "/bucket/new")
                    .presign(server.clock.instant(), "60")
                    .header(name, "/bucket/k");
            assertThat(server.exchange(presigned.wire()).status()).as(name).isEqualTo(403);
        }
        var hostless = new TestRequest("PUT", "/bucket/new", "");
        hostless.headers.clear();
        hostless.sign(server.clock.instant()).header("Host", "localhost");
        assertThat(server.exchange(hostless.wire()).status()).isEqualTo(403);
        assertThat(server.send("GET", "/bucket?list-type=2").text()).contains("<KeyCount>1</KeyCount>");
    }

    @Test
    void nothingOfADeletedAccountIsSeen() {
        assertThat(server.put("/bucket/k", "x").status()).isEqualTo(200);
        server.catalog.service.accounts().end(S3Server.container("bucket").account());
        server.catalog.advance(Duration.ofSeconds(1));
        for (var path : List.of("/", "/bucket", "/bucket/k"))
            assertThat(server.send("GET", path).text()).as(path).contains("<Code>AccountProblem</Code>");
        assertThat(server.send("PUT", "/another").status()).isEqualTo(403);
    }

    @Test
    void s11_swiftsControlFieldsMeanNothingHere() {
        server.put("/bucket/other", "other");
        var request = server.request("PUT", "/bucket/k").body("exactly this");
        for (var name : List.of(
                "X-Copy-From",
                "X-Copy-From-Account",
                "X-Symlink-Target",
                "X-Symlink-Target-Account",
                "X-Object-Manifest",
                "X-Static-Large-Object",
                "X-Delete-At",
                "X-Delete-After",
                "X-Timestamp",
                "X-Object-Meta-Colour",
                "X-Minio-Replication-Server-Side-Encryption-Sealed-Key")) request.header(name, "bucket/other");

        assertThat(server.send(request).status()).isEqualTo(200);

        var head = server.send("HEAD", "/bucket/k");
        assertThat(server.stored("bucket", "k")).isEqualTo(S3Server.bytes("exactly this"));
        assertThat(head.head().toLowerCase(java.util.Locale.ROOT)).doesNotContain("bucket/other", "colour", "minio");
        assertThat(server.catalog
                        .service
                        .objects()
                        .find(S3Server.object("bucket", "k"))
                        .orElseThrow()
                        .deleteAtSeconds())
                .isEmpty();
    }

    @Test
    void s12_internalAndUnknownFieldsAreRefused() {
        assertThat(server.put("/bucket/k", "x").status()).isEqualTo(200);
        for (var name : List.of(
                "x-amz-copy-source-x-anything",
                "x-amz-write-offset-bytes",
                "x-amz-server-side-encryption",
                "x-amz-website-redirect-location",
                "x-amz-object-lock-mode",
                "x-amz-grant-read"))
            for (var target : List.of("PUT /bucket/k", "POST /bucket/k?uploads")) {
                var parts = target.split(" ", 2);
                assertThat(server.send(server.request(parts[0], parts[1]).header(name, "v"))
                                .code())
                        .as(name)
                        .isEqualTo("NotImplemented");
            }
        assertThat(server.stored("bucket", "k")).isEqualTo(S3Server.bytes("x"));
        assertThat(server.send(server.request("PUT", "/bucket/k").header("x-amz-security-token", "t"))
                        .code())
                .isEqualTo("InvalidToken");
        assertThat(server.send(server.request("PUT", "/bucket/k").header("x-amz-acl", "public-read"))
                        .status())
                .isEqualTo(501);
    }

    @Test
    void s14_aFormPostIsRefusedWithAndWithoutASignature() {
        var form =
                "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n--b\r\nContent-Disposition: form-data;"
                        + " name=\"file\"\r\n\r\nx\r\n--b--\r\n";
        var anonymous = server.request("POST", "/bucket")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .body(form);
        assertThat(server.exchange(anonymous.wire()).status()).isEqualTo(403);
        var signed = server.request("POST", "/bucket")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .body(form);
        assertThat(server.send(signed).status()).isEqualTo(501);
        server.assertAbsent("bucket", "k");
    }

    @Test
    void s15_theScopesDayIsTheWholeDayOfSigning() {
        server.put("/bucket/k", "x");
        for (var digits : List.of(4, 6, 7, 9)) {
            var request = server.request("GET", "/bucket/k");
            request.dayDigits = digits;
            assertThat(server.exchange(request.sign(server.clock.instant()).wire())
                            .code())
                    .as(digits + " digits")
                    .isEqualTo("SignatureDoesNotMatch");
        }
        assertThat(server.send("GET", "/bucket/k").status()).isEqualTo(200);
    }

    @Test
    void s15_presignedLifetimesAreBounded() {
        server.put("/bucket/k", "x");
        assertThat(presigned("2").status()).isEqualTo(200);
        for (var expires : List.of("0", "-1", "604801", "abc", "", "1e2"))
            assertThat(presigned(expires).status()).as(expires).isIn(400, 403);
        var early = server.request("GET", "/bucket/k")
                .presign(server.clock.instant().plus(Duration.ofMinutes(20)), "60");
        assertThat(server.exchange(early.wire()).status()).isEqualTo(403);
        var brief = server.request("GET", "/bucket/k").presign(server.clock.instant(), "2");
        server.catalog.advance(Duration.ofSeconds(3));
        assertThat(server.exchange(brief.wire()).status()).isEqualTo(403);
    }

    @Test
    void s16_aRequestHasOneCredential() {
        server.put("/bucket/k", "x");
        var both = server.request("GET", "/bucket/k").presign(server.clock.instant(), "60");
        both.header("Authorization", "Bearer x");
        assertThat(server.exchange(both.wire()).status()).isEqualTo(400);
        var token = server.request("GET", "/bucket/k").header("X-Auth-Token", "t");
        assertThat(server.send(token).status()).isEqualTo(400);
        var old = server.request("GET", "/bucket/k?AWSAccessKeyId=AKTEST&Signature=x&Expires=9999999999");
        assertThat(server.exchange(old.wire()).status()).isEqualTo(400);
        var version2 = server.request("GET", "/bucket/k").header("Authorization", "AWS AKTEST:c2ln");
        assertThat(server.exchange(version2.wire()).status()).isEqualTo(400);
    }

    @Test
    void s18_whatIsSignedIsWhatIsRouted() {
        server.put("/bucket/a%20b", "x");
        for (var query : List.of("versionId=null&versionId=null", "prefix=a&prefix=b", "list-type=2&list%2Dtype=2"))
            assertThat(server.exchange(server.request("GET", "/bucket?" + query)
                                    .sign(server.clock.instant())
                                    .wire())
                            .status())
                    .as(query)
                    .isEqualTo(400);
        var twice = server.request("GET", "/bucket/a%20b").header("x-amz-checksum-mode", "a");
        assertThat(server.send(twice.header("x-amz-checksum-mode", "b")).status())
                .isEqualTo(400);
        for (var path : List.of("/bucket/%ff", "/bucket/%c0%ae", "/bucket/%", "/bucket/%00"))
            assertThat(server.send("GET", path).status()).as(path).isEqualTo(400);
    }

    @Test
    void s19_namesAreLiteralEverywhere() {
        server.withBucket("secret-bucket");
        server.put("/secret-bucket/secret", "secret");
        server.put("/bucket/public/x", "public");
        for (var key :
                List.of("public/../secret", "../secret-bucket/secret", "a//b", "./a", "a.", "a%5Cb", "%252e%252e")) {
            assertThat(server.send("GET", "/bucket/" + key).code()).as(key).isEqualTo("NoSuchKey");
            assertThat(server.put("/bucket/" + key, key).status()).as(key).isEqualTo(200);
            assertThat(server.send("GET", "/bucket/" + key).text()).as(key).isEqualTo(key);
            var copy = server.request("PUT", "/bucket/copy").header("x-amz-copy-source", "/bucket/" + key);
            assertThat(server.send(copy).status()).isEqualTo(200);
            assertThat(server.send("GET", "/bucket/copy").text()).isEqualTo(key);
        }
        for (var source : List.of("/bucket/x%3FversionId=1", "/bucket/..%2F..%2Fsecret-bucket%2Fsecret", "/bucket/%00"))
            assertThat(server.send(server.request("PUT", "/bucket/copy").header("x-amz-copy-source", source))
                            .status())
                    .as(source)
                    .isIn(400, 404);
        assertThat(server.stored("secret-bucket", "secret")).isEqualTo(S3Server.bytes("secret"));
    }

    @Test
    void s20_namesThatCannotBeAreRefused() {
        assertThat(server.put("/bucket/" + "k".repeat(1024), "x").status()).isEqualTo(200);
        assertThat(server.put("/bucket/" + "k".repeat(1025), "x").code()).isEqualTo("KeyTooLongError");
        for (var bucket : List.of("/..", "/.", "/%2E%2E".toLowerCase(java.util.Locale.ROOT), "/C%3A%5Cx", "/..%5Cx"))
            assertThat(server.send("PUT", bucket).status()).as(bucket).isIn(400, 403);
    }

    @Test
    void s22_oddRequestsAreRefusedAndTheServerLivesOn() {
        server.put("/bucket/k", "0123456789");
        for (var path : List.of(
                "/bucket?max-keys=-1",
                "/bucket?max-keys=9223372036854775808",
                "/bucket?max-keys=x",
                "/bucket?list-type=3",
                "/bucket?encoding-type=x",
                "/bucket/k?partNumber=0",
                "/bucket/k?versionId=x"))
            assertThat(server.send("GET", path).status()).as(path).isEqualTo(400);
        var empty = server.request("PUT", "/bucket/k").header("x-amz-copy-source", "");
        assertThat(server.send(empty).status()).isEqualTo(400);
        assertThat(server.send(server.request("POST", "/bucket/k?tagging").body("<Tagging"))
                        .status())
                .isIn(400, 501);
        var ranges = server.request("GET", "/bucket/k").header("Range", "bytes=0-0" + ",1-1".repeat(3000));
        assertThat(server.send(ranges).status()).isEqualTo(400);
        assertThat(server.send("GET", "/bucket/k").status()).isEqualTo(200);
    }

    @Test
    void s23_noValueBecomesAHeaderLine() {
        server.put("/bucket/k", "x");
        for (var sign : List.of("%0d%0a", "%0d", "%0a", "%c2%85", "%e2%80%a8")) {
            var path = "/bucket/k?response-content-disposition=a" + sign.toUpperCase(java.util.Locale.ROOT)
                    + "X-Forged%3A%20b";
            var response = server.send("GET", path);
            assertThat(response.status()).as(sign).isEqualTo(400);
            assertThat(response.head()).doesNotContain("X-Forged");
        }
        assertThat(server.send("GET", "/bucket/k?response-content-disposition=a%C3%A4")
                        .header("Content-Disposition"))
                .contains("a\u00c3\u00a4");
        var unsigned = server.request("GET", "/bucket/k?response-content-type=a%2Fb");
        assertThat(server.exchange(unsigned.wire()).status()).isIn(400, 403);
    }

    @Test
    void s23_fieldsOfAPresignedQueryAreWhatAHeaderCanHold() {
        for (var field :
                List.of("x=a%0D%0AX-Forged%3A%20b", "x=%00", "x=%7F", "x=%1B", "a%20b=x", "a%3A=x", "%C3%A4=x"))
            assertThat(presigned("PUT", "x-amz-meta-" + field).status())
                    .as(field)
                    .isEqualTo(400);
        server.assertAbsent("bucket", "k");

        assertThat(presigned("PUT", "x-amz-meta-x=%E2%82%AC").status()).isEqualTo(200);
        var answer = server.send("GET", "/bucket/k");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-amz-meta-x")).contains("\u00e2\u0082\u00ac");
    }

    private TestResponse presigned(String method, String field) {
        var request = server.request(method, "/bucket/k?" + field);
        return server.exchange(request.presign(server.clock.instant(), "60").wire());
    }

    @Test
    void s24_anonymousConditionsTellNothing() {
        server.put("/bucket/k", "x");
        for (var method : List.of("GET", "HEAD")) {
            for (var path : List.of("/bucket/k", "/bucket/k?partNumber=1", "/bucket/none")) {
                var response = server.exchange(server.request(method, path)
                        .header("If-None-Match", "*")
                        .header("Range", "bytes=0-0")
                        .wire());
                assertThat(response.status()).isEqualTo(403);
                assertThat(response.header("ETag")).isEmpty();
                assertThat(response.header("Last-Modified")).isEmpty();
            }
        }
    }

    @Test
    void s25_nothingFallsThroughToAnotherOperation() {
        server.put("/bucket/k", "x");
        for (var method : List.of("GET", "PUT", "DELETE", "POST")) {
            for (var path : List.of("/bucket", "/bucket/k", "/bucket/new")) {
                for (var parameter :
                        List.of("torrent", "publicAccessBlock", "made-up", "restore", "select", "renameObject"))
                    assertThat(server.send(method, path + "?" + parameter).status())
                            .as(method + path + parameter)
                            .isIn(400, 501);
            }
        }
        assertThat(server.send("GET", "/bucket?acl&uploads").status()).isEqualTo(400);
        assertThat(server.send("GET", "/bucket?list-type=2").text()).contains("<KeyCount>1</KeyCount>");
        assertThat(server.stored("bucket", "k")).isEqualTo(S3Server.bytes("x"));
    }

    @Test
    void s26_anotherProjectsObjectsCannotBeNamed() {
        server.put("/bucket/k", "mine");
        var id = server.send("POST", "/bucket/up?uploads").element("UploadId");
        var other = server.request("PUT", "/theirs").as("AKOTHER", "other-secret");
        assertThat(server.send(other).status()).isEqualTo(200);

        for (var path : List.of("/theirs/copy", "/bucket/up?partNumber=1&uploadId=" + id)) {
            var copy = server.request("PUT", path)
                    .header("x-amz-copy-source", "/bucket/k")
                    .as("AKOTHER", "other-secret");
            assertThat(server.send(copy).status()).as(path).isIn(403, 404);
        }
        assertThat(server.send(server.request("GET", "/bucket/k").as("AKOTHER", "other-secret"))
                        .status())
                .isIn(403, 404);
        for (var method : List.of("GET", "PUT", "DELETE"))
            assertThat(server.send(server.request(method, "/bucket/k").as("AKREADER", "reader-secret"))
                            .status())
                    .isEqualTo(403);
        assertThat(server.send(server.request("GET", "/bucket/k").header("x-amz-expected-bucket-owner", "beta"))
                        .status())
                .isEqualTo(403);
        assertThat(server.stored("bucket", "k")).isEqualTo(S3Server.bytes("mine"));
    }

    @Test
    void r02_documentsBeyondTheirBoundChangeNothing() {
        server.put("/bucket/k", "x");
        var document = "<Delete><Object><Key>k</Key></Object>" + " ".repeat(2 << 20) + "</Delete>";
        var hash = java.util.Base64.getEncoder().encodeToString(TestRequest.sha256(S3Server.bytes(document)));
        var request = server.request("POST", "/bucket?delete")
                .header("x-amz-checksum-sha256", hash)
                .body(document);

        assertThat(server.send(request).code()).isEqualTo("MaxMessageLengthExceeded");
        var endless = server.request("POST", "/bucket?delete")
                .header("Transfer-Encoding", "chunked")
                .body("5\r\n<Dele\r\n0\r\n\r\n");
        assertThat(server.send(endless).status()).isIn(400, 411);
        assertThat(server.stored("bucket", "k")).isEqualTo(S3Server.bytes("x"));
    }

    private TestResponse presigned(String expires) {
        return server.exchange(server.request("GET", "/bucket/k")
                .presign(server.clock.instant(), expires)
                .wire());
    }

    private TestRequest requestOf(Route route) {
        var path = route.scope() == Scope.SERVICE ? "/" : route.scope() == Scope.BUCKET ? "/bucket" : "/bucket/k";
        return server.request(
                route.method(), route.discriminator().isEmpty() ? path : path + "?" + route.discriminator());
    }
}
