package torc.proxy.s3.chunked;

import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// The line before a chunk: its length in hexadecimal and, if chunks are signed, `;chunk-signature=` and 64
/// digits.
///
/// @param signature empty if chunks are not signed
record ChunkHeader(long bytes, String signature) {
    private static final String SIGNATURE = ";chunk-signature=";
    private static final int MAX_LENGTH_DIGITS = 15;

    /// @param line without its end
    static ChunkHeader parse(String line, boolean signed) {
        var digits = signed ? line.indexOf(';') : line.length();
        if (digits < 0) throw new S3Failure(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH, "A chunk is not signed.");
        if (digits == 0 || digits > MAX_LENGTH_DIGITS) throw malformed();
        var bytes = length(line, digits);
        if (!signed) return new ChunkHeader(bytes, "");
        if (!line.startsWith(SIGNATURE, digits) || line.length() != digits + SIGNATURE.length() + 64) throw malformed();
        return new ChunkHeader(bytes, line.substring(digits + SIGNATURE.length()));
    }

    private static long length(String line, int digits) {
        long bytes = 0;
        for (int i = 0; i < digits; i++) {
            var c = line.charAt(i);
            var digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) throw malformed();
            bytes = (bytes << 4) | digit;
        }
        return bytes;
    }

    private static S3Failure malformed() {
        return new S3Failure(S3ErrorCode.INVALID_REQUEST, "A chunk's header is malformed.");
    }
}
