package torc.proxy.s3.gate;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import torc.common.http.Headers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;
import torc.proxy.s3.request.QueryParameters;

/// The header fields of a request, together with the `x-amz-` fields that a presigned URL carries in its
/// query, where
/// they mean the same. Each has one value: what is given twice is refused.
final class AmzFields {
    private static final String META = "x-amz-meta-";

    /// Fields of which a second one would let two readers see two requests.
    private static final Set<String> SINGLE =
            Set.of("authorization", "host", "date", "content-md5", "content-type", "content-length", "range");

    /// Parameters of the signature itself.
    private static final Set<String> SIGNATURE_PARAMETERS = Set.of(
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature");

    private final Headers headers;
    private final Map<String, String> fromQuery;

    private AmzFields(Headers headers, Map<String, String> fromQuery) {
        this.headers = headers;
        this.fromQuery = fromQuery;
    }

    /// @throws S3Failure if a field is given twice, or asks for what is not there
    static AmzFields collect(Headers headers, QueryParameters query) {
        var seen = new HashSet<String>();
        headers.forEach((name, value) -> {
            var amz = name.startsWith("x-amz-");
            if (((amz && !name.startsWith(META)) || SINGLE.contains(name)) && !seen.add(name)) throw twice(name);
            if (amz) SupportedFields.check(name, value);
        });
        if (query.isEmpty()) return new AmzFields(headers, Map.of());
        var fromQuery = new LinkedHashMap<String, String>();
        query.forEach((name, value) -> {
            if (!isAmzParameter(name) || SIGNATURE_PARAMETERS.contains(name)) return;
            var field = name.toLowerCase(Locale.ROOT);
            SupportedFields.check(field, value);
            if (headers.contains(field) || fromQuery.put(field, octets(field, value)) != null) throw twice(field);
        });
        return new AmzFields(headers, fromQuery);
    }

    /// Whether a query parameter is a header field or part of a signature.
    static boolean isAmzParameter(String name) {
        return name.regionMatches(true, 0, "x-amz-", 0, 6);
    }

    Optional<String> first(String name) {
        var value = headers.first(name);
        return value.isPresent() || fromQuery.isEmpty() ? value : Optional.ofNullable(fromQuery.get(name));
    }

    /// The user's metadata by name without its prefix; a name given twice has its values joined by commas,
    /// as S3 does.
    Map<String, String> metadata() {
        var metadata = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.startsWith(META) && name.length() > META.length())
                metadata.merge(name.substring(META.length()), value, (first, next) -> first + "," + next);
        });
        fromQuery.forEach((name, value) -> {
            if (name.startsWith(META) && name.length() > META.length())
                metadata.put(name.substring(META.length()), value);
        });
        return metadata;
    }

    /// A parameter's value as a header would have brought it: what no header can hold could not be given back either.
    private static String octets(String field, String value) {
        for (int i = 0; i < field.length(); i++) if (!isToken(field.charAt(i))) throw noField(field);
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != '\t' && (value.charAt(i) < ' ' || value.charAt(i) == 0x7f)) throw noField(field);
        }
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// RFC 9110 §5.6.2.
    private static boolean isToken(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static S3Failure noField(String field) {
        return S3Failure.invalidArgument("No header can hold this.", field, "");
    }

    private static S3Failure twice(String name) {
        return new S3Failure(
                S3ErrorCode.INVALID_REQUEST, "A field may be given only once.", Map.of("HeaderName", name));
    }
}
