package torc.proxy.s3.chunked;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// What follows the last chunk: lines of `name:value` up to an empty one.
///
/// Clients differ in how they end the lines: with CR LF, or with LF alone and an empty line before the
/// signature, as in
/// the example of the API's reference. Both are read; what counts is which lines there are.
final class Trailer {
    private static final String SIGNATURE = "x-amz-trailer-signature";

    private Trailer() {}

    /// @param text all that followed the last chunk's header, with its line ends
    /// @param expected the name that the request's head announced; empty if none
    /// @param signatures null if chunks are not signed
    /// @return the announced header's value; empty if none was announced
    /// @throws S3Failure if the trailer is cut short, holds anything else, or lacks something
    static String read(String text, String expected, @Nullable ChunkSignatures signatures) {
        if (!text.equals("\r\n") && !text.endsWith("\n\r\n")) throw new S3Failure(S3ErrorCode.INCOMPLETE_BODY);
        var fields = fields(text);
        var signature = fields.remove(SIGNATURE);
        var value = expected.isEmpty() ? "" : fields.remove(expected);
        if (!fields.isEmpty() || value == null || (signature != null && (signatures == null || expected.isEmpty())))
            throw new S3Failure(S3ErrorCode.MALFORMED_TRAILER);
        if (signatures != null && !expected.isEmpty()) {
            if (signature == null) throw new S3Failure(S3ErrorCode.MALFORMED_TRAILER);
            signatures.checkTrailer(expected + ":" + value + "\n", signature);
        }
        return value;
    }

    private static Map<String, String> fields(String text) {
        var fields = new LinkedHashMap<String, String>();
        for (int from = 0; from < text.length(); ) {
            var end = text.indexOf('\n', from);
            if (end < 0) throw new S3Failure(S3ErrorCode.MALFORMED_TRAILER);
            var line = text.substring(from, end).strip();
            from = end + 1;
            if (line.isEmpty()) continue;
            var colon = line.indexOf(':');
            if (colon <= 0) throw new S3Failure(S3ErrorCode.MALFORMED_TRAILER);
            var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (fields.put(name, line.substring(colon + 1).strip()) != null)
                throw new S3Failure(S3ErrorCode.MALFORMED_TRAILER);
        }
        return fields;
    }
}
