package torc.proxy.s3.request;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import torc.proxy.objects.Names;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// What a key must be, wherever it comes from: a path, a copy source, a document.
public final class Keys {
    private Keys() {}

    /// @throws S3Failure KeyTooLongError beyond 1,024 bytes of UTF-8, InvalidURI for what is not Unicode or
    /// holds NUL
    public static void check(String key) {
        if (key.length() <= Names.MAX_OBJECT_BYTES / 3) return; // A char takes at most three bytes.
        var bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Names.MAX_OBJECT_BYTES)
            throw new S3Failure(
                    S3ErrorCode.KEY_TOO_LONG,
                    S3ErrorCode.KEY_TOO_LONG.words(),
                    Map.of("MaxSizeAllowed", String.valueOf(Names.MAX_OBJECT_BYTES), "Size", String.valueOf(bytes)));
    }
}
