package torc.proxy.s3.payload;

import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// How a body is protected, as `x-amz-content-sha256` says.
public sealed interface PayloadMode {
    /// By its SHA-256, in hexadecimal, which the signature covers.
    record Hashed(String hex) implements PayloadMode {}

    /// Not at all.
    record Unsigned() implements PayloadMode {}

    /// In `aws-chunked` framing.
    ///
    /// @param signed whether each chunk is signed
    /// @param trailer whether headers may follow the last chunk
    record Chunked(boolean signed, boolean trailer) implements PayloadMode {}

    /// @param text the field's value; empty if there is none
    /// @param presigned whether the signature stands in the URL, where nothing means unsigned
    static PayloadMode of(String text, boolean presigned) {
        return switch (text) {
            case "UNSIGNED-PAYLOAD" -> new Unsigned();
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> new Chunked(true, false);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> new Chunked(true, true);
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new Chunked(false, true);
            case "" -> {
                if (!presigned) throw invalid(text);
                yield new Unsigned();
            }
            default -> {
                if (!isHash(text)) throw invalid(text);
                yield new Hashed(text);
            }
        };
    }

    private static boolean isHash(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static S3Failure invalid(String text) {
        if (text.startsWith("STREAMING-")) return S3Failure.headerNotImplemented("x-amz-content-sha256");
        return new S3Failure(
                S3ErrorCode.INVALID_ARGUMENT,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD,"
                        + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-UNSIGNED-PAYLOAD-TRAILER or a valid"
                        + " sha256 value.");
    }
}
