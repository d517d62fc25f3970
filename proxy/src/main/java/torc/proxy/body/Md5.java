package torc.proxy.body;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// MD5, which entity tags are made of. It protects nothing: blobs and rows carry checksums of their own.
public final class Md5 {
    private Md5() {}

    static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /// The MD5 of a range of an array, in hexadecimal.
    public static String of(byte[] bytes, int offset, int length) {
        var digest = begin();
        digest.update(bytes, offset, length);
        return end(digest);
    }

    static String end(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
