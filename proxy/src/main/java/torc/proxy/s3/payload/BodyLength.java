package torc.proxy.s3.payload;

import java.util.Optional;
import java.util.OptionalLong;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// How long a body says that it is.
final class BodyLength {
    private static final int MAX_DIGITS = 18;

    private BodyLength() {}

    /// @param decoded the field `x-amz-decoded-content-length`, which a chunked body must have
    /// @param announced the length on the wire
    /// @throws S3Failure MissingContentLength, or InvalidArgument for what is no length
    static long of(PayloadMode mode, Optional<String> decoded, OptionalLong announced) {
        if (mode instanceof PayloadMode.Chunked)
            return number(decoded.orElseThrow(() -> new S3Failure(S3ErrorCode.MISSING_CONTENT_LENGTH)));
        return announced.orElseThrow(() -> new S3Failure(S3ErrorCode.MISSING_CONTENT_LENGTH));
    }

    private static long number(String text) {
        var digits = !text.isEmpty() && text.length() <= MAX_DIGITS;
        for (int i = 0; digits && i < text.length(); i++) digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        if (!digits)
            throw S3Failure.invalidArgument(
                    "The x-amz-decoded-content-length is not a length.", "x-amz-decoded-content-length", text);
        return Long.parseLong(text);
    }
}
