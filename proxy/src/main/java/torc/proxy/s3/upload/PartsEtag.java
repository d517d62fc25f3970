package torc.proxy.s3.upload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import torc.proxy.objects.Uploads.ListedPart;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// The entity tag of an object made of parts: MD5 of the parts' MD5s, a hyphen, and how many there are.
final class PartsEtag {
    private PartsEtag() {}

    /// @throws S3Failure InvalidPart if a tag is no MD5
    static String of(List<ListedPart> parts) {
        var digest = md5();
        for (var part : parts) digest.update(bytes(part.etag()));
        return HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
    }

    private static byte[] bytes(String etag) {
        try {
            if (etag.length() == 32) return HexFormat.of().parseHex(etag);
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new S3Failure(S3ErrorCode.INVALID_PART);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no MD5", e);
        }
    }
}
