package torc.tools.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An S3 endpoint, path style; requests are signed with Signature Version 4 and an unsigned payload (AWS General
/// Reference, "Signature Version 4"). Names are plain ASCII, so that paths need no encoding.
record S3Target(URI base, String name, String bucket, String access, String secret, String region, InstantSource clock)
        implements Target {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String PAYLOAD = "UNSIGNED-PAYLOAD";
    private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";

    @Override
    public String path(String object) {
        return object.isEmpty() ? "/" + bucket : "/" + bucket + "/" + object;
    }

    @Override
    public Map<String, String> headers(String method, String path) {
        var time = TIME.format(clock.instant());
        var scope = time.substring(0, 8) + "/" + region + "/s3/aws4_request";
        var canonical = method + "\n" + path + "\n\nhost:" + base.getAuthority() + "\nx-amz-content-sha256:" + PAYLOAD
                + "\nx-amz-date:" + time + "\n\n" + SIGNED + "\n" + PAYLOAD;
        var toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(canonical));
        var key = mac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), time.substring(0, 8));
        for (var part : new String[] {region, "s3", "aws4_request"}) key = mac(key, part);
        return Map.of(
                "x-amz-content-sha256",
                PAYLOAD,
                "x-amz-date",
                time,
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + access + "/" + scope + ", SignedHeaders=" + SIGNED + ", Signature="
                        + hex(mac(key, toSign)));
    }

    @Override
    public String toString() {
        return "S3Target[" + base + "/" + bucket + "]"; // Never the secret.
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }
}
