package torc.proxy.s3.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import torc.common.http.Headers;
import torc.common.identity.AccessKey;
import torc.common.identity.Identity;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.request.QueryParameters;

/// Verifies the signature of a request's head. Safe for many threads.
public final class SignatureVerifier {
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final int DAY_DIGITS = 8;
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private final Identity identity;
    private final InstantSource clock;
    private final List<String> regions;
    private final String service;
    private final SigningKeys keys = new SigningKeys();

    /// @param regions those that may be signed for; the first is the home region
    public SignatureVerifier(Identity identity, InstantSource clock, List<String> regions) {
        this(identity, clock, regions, "s3");
    }

    /// @param service what stands in the scope; other than `s3` only for the published vectors
    SignatureVerifier(Identity identity, InstantSource clock, List<String> regions, String service) {
        this.identity = identity;
        this.clock = clock;
        this.regions = List.copyOf(regions);
        this.service = service;
    }

    /// @param path canonical form of the path as it is routed
    /// @param payloadHash what the request says of its body's hash; empty if it says nothing
    /// @throws S3Failure if the signature is missing, malformed, expired or wrong, or does not cover the
    /// host and every `x-amz-` header
    public VerifiedSignature verify(
            String method, String path, QueryParameters query, Headers headers, String payloadHash) {
        var fields = SignatureFields.of(headers, query);
        checkScope(fields);
        checkTime(fields);
        checkCovered(fields, headers);
        var accessKey = identity.accessKey(fields.credential().accessKeyId())
                .orElseThrow(() -> new S3Failure(S3ErrorCode.INVALID_ACCESS_KEY_ID));
        return verify(fields, accessKey, method, path, query, headers, payloadHash);
    }

    private VerifiedSignature verify(
            SignatureFields fields,
            AccessKey accessKey,
            String method,
            String path,
            QueryParameters query,
            Headers headers,
            String payloadHash) {
        var credential = fields.credential();
        var hash = payloadHash.isEmpty() && fields.isPresigned() ? UNSIGNED : payloadHash;
        if (hash.isEmpty())
            throw new S3Failure(
                    S3ErrorCode.INVALID_REQUEST, "Missing required header for this request: x-amz-content-sha256");
        var canonical = CanonicalRequest.of(method, path, query.canonical(), headers, fields.signedHeaders(), hash);
        var stringToSign = "AWS4-HMAC-SHA256\n" + fields.time() + "\n" + credential.scope() + "\n"
                + Sha256.hex(canonical.getBytes(StandardCharsets.ISO_8859_1));
        var signingKey = keys.keyFor(accessKey, credential.day(), credential.region(), credential.service());
        if (!sameHex(signingKey.mac(stringToSign), fields.signature()))
            throw new S3Failure(
                    S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    S3ErrorCode.SIGNATURE_DOES_NOT_MATCH.words(),
                    Map.of("AWSAccessKeyId", accessKey.id(), "StringToSign", stringToSign));
        return new VerifiedSignature(
                accessKey, signingKey, fields.signature(), fields.time(), credential.scope(), fields.isPresigned());
    }

    /// Whether `hex` is `mac` in lower-case hexadecimal, in a time that does not depend on where they differ.
    public static boolean sameHex(byte[] mac, String hex) {
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(mac).getBytes(StandardCharsets.ISO_8859_1),
                hex.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void checkScope(SignatureFields fields) {
        var credential = fields.credential();
        if (!regions.contains(credential.region())) {
            var home = regions.getFirst();
            throw new S3Failure(
                    fields.isPresigned()
                            ? S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR
                            : S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
                    "The authorization header is malformed; the region '" + credential.region()
                            + "' is wrong; expecting '" + home + "'",
                    Map.of("Region", home));
        }
        if (!credential.service().equals(service) || !credential.terminator().equals("aws4_request"))
            throw new S3Failure(
                    S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    "Credential should be scoped to service '" + service + "' and end in 'aws4_request'.");
    }

    private void checkTime(SignatureFields fields) {
        var signed = AmzTime.parse(fields.time())
                .orElseThrow(() -> fields.isPresigned()
                        ? new S3Failure(
                                S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
                                "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
                        : new S3Failure(
                                S3ErrorCode.ACCESS_DENIED,
                                "AWS authentication requires a valid Date or x-amz-date header"));
        if (!fields.time().substring(0, DAY_DIGITS).equals(fields.credential().day()))
            throw new S3Failure(
                    S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    "Invalid credential date. This date is not the same as X-Amz-Date.");
        var now = clock.instant();
        if (fields.isPresigned()) checkPresignedTime(fields, signed, now);
        else if (Duration.between(signed, now).abs().compareTo(MAX_SKEW) > 0)
            throw new S3Failure(
                    S3ErrorCode.REQUEST_TIME_TOO_SKEWED,
                    S3ErrorCode.REQUEST_TIME_TOO_SKEWED.words(),
                    Map.of(
                            "RequestTime", fields.time(),
                            "ServerTime",
                                    now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                            .toString(),
                            "MaxAllowedSkewMilliseconds", String.valueOf(MAX_SKEW.toMillis())));
    }

    private static void checkPresignedTime(SignatureFields fields, Instant signed, Instant now) {
        if (signed.isAfter(now.plus(MAX_SKEW)))
            throw new S3Failure(S3ErrorCode.ACCESS_DENIED, "Request is not yet valid");
        if (!now.isBefore(signed.plusSeconds(fields.expiresSeconds().orElseThrow())))
            throw new S3Failure(S3ErrorCode.ACCESS_DENIED, "Request has expired");
    }

    /// What is not signed may have been added on the way (THREATS S10): the host and all that begins with
    /// `x-amz-`
    /// must be.
    private static void checkCovered(SignatureFields fields, Headers headers) {
        if (!fields.signedHeaders().contains("host"))
            throw new S3Failure(S3ErrorCode.ACCESS_DENIED, "The host header must be signed.");
        headers.forEach((name, _) -> {
            if (name.startsWith("x-amz-") && !fields.signedHeaders().contains(name))
                throw new S3Failure(
                        S3ErrorCode.ACCESS_DENIED,
                        "There were headers present in the request which were not signed",
                        Map.of("HeadersNotSigned", name.toLowerCase(Locale.ROOT)));
        });
    }
}
