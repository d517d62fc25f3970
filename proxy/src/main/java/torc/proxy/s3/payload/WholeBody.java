package torc.proxy.s3.payload;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// Reads a document into memory, within a bound.
final class WholeBody {
    private WholeBody() {}

    static byte[] read(VerifiedBody body, int maxBytes, String expectedMd5) {
        var whole = new ByteArrayOutputStream();
        try (body) {
            for (var chunk = body.next(); chunk != null; chunk = body.next()) {
                var part = new byte[chunk.bytes().remaining()];
                chunk.bytes().get(part);
                chunk.release();
                if (whole.size() + part.length > maxBytes) throw new S3Failure(S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);
                whole.writeBytes(part);
            }
        }
        var bytes = whole.toByteArray();
        if (!expectedMd5.isEmpty() && !md5(bytes).equals(expectedMd5)) throw new S3Failure(S3ErrorCode.BAD_DIGEST);
        return bytes;
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no MD5", e);
        }
    }
}
