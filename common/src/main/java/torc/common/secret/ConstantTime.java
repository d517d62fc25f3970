package torc.common.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Compares what must stay secret in a time that tells nothing about where two values differ (THREATS S30).
///
/// The only way in which signatures, tokens, digests of passwords and keys are compared; a build rule keeps it so.
public final class ConstantTime {
    private ConstantTime() {}

    public static boolean equal(byte[] left, byte[] right) {
        return MessageDigest.isEqual(left, right);
    }

    public static boolean equal(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
