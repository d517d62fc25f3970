package torc.proxy.s3.signature;

import java.util.List;
import torc.common.http.Headers;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// Puts a request into SigV4's canonical form. Header values are octets, one sign each, so the text is to be
/// digested
/// as
/// ISO 8859-1.
final class CanonicalRequest {
    private CanonicalRequest() {}

    /// @param path canonical already
    /// @param query canonical already
    /// @param signedHeaders in lower case, ascending
    static String of(
            String method, String path, String query, Headers headers, List<String> signedHeaders, String payloadHash) {
        var out = new StringBuilder(512);
        out.append(method).append('\n').append(path).append('\n').append(query).append('\n');
        for (var name : signedHeaders) appendHeader(out, headers, name);
        out.append('\n');
        for (int i = 0; i < signedHeaders.size(); i++) {
            if (i > 0) out.append(';');
            out.append(signedHeaders.get(i));
        }
        return out.append('\n').append(payloadHash).toString();
    }

    private static void appendHeader(StringBuilder out, Headers headers, String name) {
        var values = headers.all(name);
        if (values.isEmpty())
            throw new S3Failure(
                    S3ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    "A signed header is not in the request.",
                    java.util.Map.of("HeadersMissing", name));
        out.append(name).append(':');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) out.append(',');
            appendTrimmed(out, values.get(i));
        }
        out.append('\n');
    }

    /// Without white space at its ends, and runs of it within made one space.
    private static void appendTrimmed(StringBuilder out, String value) {
        var pendingSpace = false;
        var start = out.length();
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c == ' ' || c == '\t') pendingSpace = out.length() > start;
            else {
                if (pendingSpace) out.append(' ');
                pendingSpace = false;
                out.append(c);
            }
        }
    }
}
