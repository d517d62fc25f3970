package torc.proxy.s3.signature;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import torc.common.http.Headers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.request.QueryParameters;

/// What a request says of its signature, whichever way it says it. Nothing of it is verified yet.
///
/// @param time in SigV4's form; the moment of signing
/// @param signedHeaders in lower case, strictly ascending
/// @param expiresSeconds how long a presigned URL holds; empty for a signature in the header
record SignatureFields(
        Credential credential, String time, List<String> signedHeaders, String signature, OptionalLong expiresSeconds) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final long MAX_EXPIRES_SECONDS = 7L * 24 * 3600;

    boolean isPresigned() {
        return expiresSeconds.isPresent();
    }

    /// The fields of the one signature that the request has.
    ///
    /// @throws S3Failure AccessDenied if there is none, InvalidArgument if there are two of any kind
    /// (THREATS S16)
    static SignatureFields of(Headers headers, QueryParameters query) {
        var authorization = headers.first("authorization");
        var presigned = query.contains("X-Amz-Algorithm")
                || query.contains("X-Amz-Signature")
                || query.contains("X-Amz-Credential");
        var oldStyle = query.contains("AWSAccessKeyId") || query.contains("Signature");
        if ((authorization.isPresent() ? 1 : 0) + (presigned ? 1 : 0) + (oldStyle ? 1 : 0) > 1
                || (headers.contains("x-auth-token") && (presigned || authorization.isPresent())))
            throw S3Failure.invalidArgument(
                    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string"
                            + " parameter or the Authorization header should be specified",
                    "Authorization",
                    "");
        if (oldStyle) throw new S3Failure(S3ErrorCode.UNSUPPORTED_SIGNATURE);
        if (presigned) return ofQuery(query);
        if (authorization.isPresent()) return ofHeader(authorization.get(), headers);
        throw new S3Failure(S3ErrorCode.ACCESS_DENIED);
    }

    private static SignatureFields ofHeader(String authorization, Headers headers) {
        if (!authorization.startsWith(ALGORITHM + " ")) throw new S3Failure(S3ErrorCode.UNSUPPORTED_SIGNATURE);
        String credential = "";
        String signedHeaders = "";
        String signature = "";
        for (int from = ALGORITHM.length() + 1; from < authorization.length(); ) {
            var end = authorization.indexOf(',', from);
            if (end < 0) end = authorization.length();
            var field = authorization.substring(from, end).strip();
            if (field.startsWith("Credential=") && credential.isEmpty()) credential = field.substring(11);
            else if (field.startsWith("SignedHeaders=") && signedHeaders.isEmpty()) signedHeaders = field.substring(14);
            else if (field.startsWith("Signature=") && signature.isEmpty()) signature = field.substring(10);
            else throw malformed();
            from = end + 1;
        }
        return new SignatureFields(
                Credential.parse(credential).orElseThrow(SignatureFields::malformed),
                timeOf(headers),
                names(signedHeaders).orElseThrow(SignatureFields::malformed),
                signature,
                OptionalLong.empty());
    }

    private static String timeOf(Headers headers) {
        return headers.first("x-amz-date")
                .or(() -> headers.first("date").flatMap(AmzTime::ofHttpDate))
                .orElseThrow(() -> new S3Failure(
                        S3ErrorCode.ACCESS_DENIED, "AWS authentication requires a valid Date or x-amz-date header"));
    }

    private static SignatureFields ofQuery(QueryParameters query) {
        if (!query.text("X-Amz-Algorithm").equals(ALGORITHM)) throw new S3Failure(S3ErrorCode.UNSUPPORTED_SIGNATURE);
        return new SignatureFields(
                Credential.parse(query.text("X-Amz-Credential"))
                        .orElseThrow(() -> queryError("Error parsing the X-Amz-Credential parameter.")),
                query.text("X-Amz-Date"),
                names(query.text("X-Amz-SignedHeaders"))
                        .orElseThrow(() -> queryError("Error parsing the X-Amz-SignedHeaders parameter.")),
                query.text("X-Amz-Signature"),
                OptionalLong.of(expires(query.text("X-Amz-Expires"))));
    }

    private static long expires(String text) {
        if (text.isEmpty() || text.length() > 7 || !text.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw queryError("X-Amz-Expires should be a number");
        var seconds = Long.parseLong(text);
        if (seconds < 1) throw queryError("X-Amz-Expires must be positive");
        if (seconds > MAX_EXPIRES_SECONDS)
            throw queryError(
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must"
                            + " be less than 604800 seconds");
        return seconds;
    }

    private static Optional<List<String>> names(String list) {
        var names = List.of(list.split(";", -1));
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            if (name.isEmpty() || (i > 0 && names.get(i - 1).compareTo(name) >= 0)) return Optional.empty();
            for (int at = 0; at < name.length(); at++) {
                var c = name.charAt(at);
                if (c <= ' ' || c >= 0x7f || (c >= 'A' && c <= 'Z')) return Optional.empty();
            }
        }
        return Optional.of(names);
    }

    private static S3Failure malformed() {
        return new S3Failure(S3ErrorCode.AUTHORIZATION_HEADER_MALFORMED);
    }

    private static S3Failure queryError(String message) {
        return new S3Failure(S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR, message);
    }
}
