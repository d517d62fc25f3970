package torc.proxy.s3.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import torc.common.http.Headers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.request.QueryParameters;
import torc.proxy.s3.request.RequestTarget;

/// The examples of the Amazon S3 API Reference, "Examples: Signature Calculations" and "Authenticating
/// Requests: Using
/// Query Parameters".
class PublishedVectorsTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String SCOPE = KEY + "/20130524/us-east-1/s3/aws4_request";
    private static final String HOST = "examplebucket.s3.amazonaws.com";
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final SignatureVerifier verifier = verifier("2013-05-24T00:00:00Z");

    @Test
    void s18_getWithARangeIsAccepted() {
        var headers = head(NOTHING).add("Range", "bytes=0-9");

        var verified = verify(
                headers,
                "GET",
                "/test.txt",
                "",
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

        assertThat(verified.accessKey().id()).isEqualTo(KEY);
    }

    @Test
    void s18_putOfAKeyWithADollarIsAccepted() {
        var headers = head("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
                .add("Date", "Fri, 24 May 2013 00:00:00 GMT")
                .add("x-amz-storage-class", "REDUCED_REDUNDANCY");

        var verified = verify(
                headers,
                "PUT",
                "/test$file.text",
                "",
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

        assertThat(verified.presigned()).isFalse();
    }

    @Test
    void s18_subResourceWithoutAValueIsAccepted() {
        var verified = verify(
                head(NOTHING),
                "GET",
                "/",
                "lifecycle",
                "host;x-amz-content-sha256;x-amz-date",
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

        assertThat(verified.scope()).isEqualTo("20130524/us-east-1/s3/aws4_request");
    }

    @Test
    void s18_parametersInAnyOrderAreAccepted() {
        var signature = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";

        for (var query : List.of("max-keys=2&prefix=J", "prefix=J&max-keys=2", "prefix=%4A&max-keys=2&")) {
            var verified = verify(head(NOTHING), "GET", "/", query, "host;x-amz-content-sha256;x-amz-date", signature);
            assertThat(verified.signature()).isEqualTo(signature);
        }
    }

    @Test
    void s18_presignedUrlIsAccepted() {
        var verified = presigned(verifier, "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", "");

        assertThat(verified.presigned()).isTrue();
    }

    @Test
    void s15_presignedUrlHoldsUntilItExpiresAndNotBeforeItWasSigned() {
        var signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

        assertThat(presigned(verifier("2013-05-24T23:59:59Z"), signature, "").presigned())
                .isTrue();
        assertThat(code(() -> presigned(verifier("2013-05-25T00:00:00Z"), signature, "")))
                .isEqualTo(S3ErrorCode.ACCESS_DENIED);
        assertThat(code(() -> presigned(verifier("2013-05-23T23:40:00Z"), signature, "")))
                .isEqualTo(S3ErrorCode.ACCESS_DENIED);
        assertThat(code(() -> presigned(verifier, signature, "&prefix=x")))
                .isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }

    @Test
    void s17_capturedRequestIsRefusedAfterFifteenMinutes() {
        for (var ahead : List.of("2013-05-24T00:16:00Z", "2013-05-23T23:44:00Z")) {
            var skewed = verifier(ahead);
            assertThatThrownBy(() -> lifecycle(skewed, SCOPE, "AWS4-HMAC-SHA256"))
                    .isInstanceOfSatisfying(
                            S3Failure.class,
                            failure -> assertThat(failure.code()).isEqualTo(S3ErrorCode.REQUEST_TIME_TOO_SKEWED));
        }
        assertThat(lifecycle(verifier("2013-05-24T00:14:00Z"), SCOPE, "AWS4-HMAC-SHA256")
                        .presigned())
                .isFalse();
    }

    @Test
    void s17_scopeThatIsNotOursIsRefused() {
        assertThat(lifecycle(verifier, SCOPE, "AWS4-HMAC-SHA256").presigned()).isFalse();
        for (var scope : List.of(
                KEY + "/20130523/us-east-1/s3/aws4_request",
                KEY + "/20130524/us-east-1/s4/aws4_request",
                KEY + "/20130524/us-east-1/s3/aws5_request"))
            assertThat(code(() -> lifecycle(verifier, scope, "AWS4-HMAC-SHA256"))
                            .status())
                    .isEqualTo(403);
        assertThat(code(() -> lifecycle(verifier, KEY + "/20130524/mars-1/s3/aws4_request", "AWS4-HMAC-SHA256")))
                .isEqualTo(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED);
        assertThat(code(() -> lifecycle(verifier, SCOPE, "AWS4-HMAC-SHA512")).status())
                .isEqualTo(400);
        assertThat(code(() -> lifecycle(verifier, SCOPE.replace(KEY, "AKIANOBODY"), "AWS4-HMAC-SHA256")))
                .isEqualTo(S3ErrorCode.INVALID_ACCESS_KEY_ID);
    }

    @Test
    void aChangedSecretIsFollowedAtOnce() {
        var keys = new FakeKeys();
        keys.add(KEY, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "p", "member");
        var changing = new SignatureVerifier(
                keys, InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z")), List.of("us-east-1"));
        assertThat(lifecycle(changing, SCOPE, "AWS4-HMAC-SHA256").presigned()).isFalse();

        keys.add(KEY, "another", "p", "member");

        assertThat(code(() -> lifecycle(changing, SCOPE, "AWS4-HMAC-SHA256")))
                .isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }

    private static SignatureVerifier verifier(String now) {
        var keys = new FakeKeys();
        keys.add(KEY, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "p", "member");
        return new SignatureVerifier(keys, InstantSource.fixed(Instant.parse(now)), List.of("us-east-1"));
    }

    private static Headers.Builder head(String hash) {
        return Headers.builder()
                .add("Host", HOST)
                .add("x-amz-content-sha256", hash)
                .add("x-amz-date", "20130524T000000Z");
    }

    private VerifiedSignature verify(
            Headers.Builder headers, String method, String path, String query, String signed, String signature) {
        headers.add(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + SCOPE + ",SignedHeaders=" + signed + ",Signature=" + signature);
        var built = headers.build();
        return verifier.verify(
                method,
                RequestTarget.parse(path, HOST, List.of("s3.amazonaws.com")).canonicalPath(),
                QueryParameters.parse(query),
                built,
                built.first("x-amz-content-sha256").orElse(""));
    }

    private static VerifiedSignature lifecycle(SignatureVerifier verifier, String credential, String algorithm) {
        var headers = head(NOTHING)
                .add(
                        "Authorization",
                        algorithm + " Credential=" + credential
                                + ", SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="
                                + "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
                .build();
        return verifier.verify("GET", "/", QueryParameters.parse("lifecycle"), headers, NOTHING);
    }

    private static VerifiedSignature presigned(SignatureVerifier verifier, String signature, String more) {
        var query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + SCOPE.replace("/", "%2F")
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
                + signature + more;
        var headers = Headers.builder().add("host", HOST).build();
        return verifier.verify("GET", "/test.txt", QueryParameters.parse(query), headers, "");
    }

    private static S3ErrorCode code(Runnable call) {
        try {
            call.run();
        } catch (S3Failure failure) {
            return failure.code();
        }
        throw new AssertionError("it was accepted");
    }
}
