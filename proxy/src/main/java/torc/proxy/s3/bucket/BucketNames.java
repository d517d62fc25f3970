package torc.proxy.s3.bucket;

import java.util.List;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// What a new bucket may be called (Amazon S3 User Guide, "General purpose bucket naming rules").
///
/// Only for creation: a container that Swift made is reached whatever its name is.
final class BucketNames {
    private static final List<String> RESERVED_PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_SUFFIXES =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

    private BucketNames() {}

    static void checkNew(String name) {
        if (!isValid(name)) throw new S3Failure(S3ErrorCode.INVALID_BUCKET_NAME);
    }

    static boolean isValid(String name) {
        if (name.length() < 3 || name.length() > 63) return false;
        for (int i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            var atEdge = i == 0 || i == name.length() - 1;
            if (isLetterOrDigit(c)) continue;
            if (atEdge || (c != '-' && c != '.')) return false;
            if (c == '.' && name.charAt(i + 1) == '.') return false;
        }
        return !isAddress(name)
                && RESERVED_PREFIXES.stream().noneMatch(name::startsWith)
                && RESERVED_SUFFIXES.stream().noneMatch(name::endsWith);
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isAddress(String name) {
        var parts = name.split("\\.", -1);
        if (parts.length != 4) return false;
        for (var part : parts) {
            if (!part.chars().allMatch(Character::isDigit)) return false;
        }
        return true;
    }
}
