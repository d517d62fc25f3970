package torc.common.http.server;

import java.nio.charset.StandardCharsets;

/// Gives header names as strings, without a new one for names that come all the time.
final class FieldNames {
    /// A power of two; a name that finds its place taken is simply not kept.
    private static final int SLOTS = 256;

    private static final String[] KNOWN = {
        "Host",
        "host",
        "User-Agent",
        "user-agent",
        "Accept",
        "accept",
        "Accept-Encoding",
        "accept-encoding",
        "Connection",
        "connection",
        "Content-Length",
        "content-length",
        "Content-Type",
        "content-type",
        "Transfer-Encoding",
        "transfer-encoding",
        "Expect",
        "expect",
        "Range",
        "range",
        "X-Auth-Token",
        "x-auth-token",
        "Authorization",
        "authorization",
        "X-Amz-Date",
        "x-amz-date",
        "X-Amz-Content-SHA256",
        "x-amz-content-sha256",
        "Content-MD5",
        "content-md5",
        "ETag",
        "etag",
        "If-Match",
        "if-match",
        "If-None-Match",
        "if-none-match",
        "X-Amz-Decoded-Content-Length",
        "x-amz-decoded-content-length",
        "x-amz-checksum-crc32",
        "x-amz-sdk-checksum-algorithm",
        "x-amz-trailer",
        "amz-sdk-invocation-id",
        "amz-sdk-request",
        "Content-Encoding",
        "content-encoding",
        "X-Object-Meta-Mtime",
        "x-object-meta-mtime"
    };

    private static final String[] TABLE = new String[SLOTS];

    static {
        for (var name : KNOWN) {
            var octets = name.getBytes(StandardCharsets.ISO_8859_1);
            TABLE[slot(octets, octets.length)] = name;
        }
    }

    private FieldNames() {}

    static String of(byte[] line, int length) {
        var known = TABLE[slot(line, length)];
        if (known != null && equal(known, line, length)) return known;
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean equal(String known, byte[] line, int length) {
        if (known.length() != length) return false;
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != line[i]) return false;
        }
        return true;
    }

    private static int slot(byte[] line, int length) {
        var mixed = length * 31 + line[0];
        mixed = mixed * 31 + line[length - 1];
        mixed = mixed * 31 + line[length >> 1];
        return (mixed ^ (mixed >>> 8)) & (SLOTS - 1);
    }
}
