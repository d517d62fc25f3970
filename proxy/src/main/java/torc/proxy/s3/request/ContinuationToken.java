package torc.proxy.s3.request;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import torc.proxy.s3.error.S3Failure;

/// Where a listing goes on: the last name given, in a form that clients must not read. The first byte is its
/// version.
public final class ContinuationToken {
    private static final char VERSION = '1';

    private ContinuationToken() {}

    public static String encode(String lastName) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + lastName).getBytes(StandardCharsets.UTF_8));
    }

    /// @throws S3Failure InvalidArgument if it is none of ours
    public static String decode(String token) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.length() > 1
                    && text.charAt(0) == VERSION
                    && encode(text.substring(1)).equals(token)) return text.substring(1);
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw S3Failure.invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
    }
}
