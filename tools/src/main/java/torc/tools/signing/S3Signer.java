package torc.tools.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests with Signature Version 4 and an unsigned payload (AWS General Reference, "Signature Version 4").
/// Paths and queries must be plain ASCII that needs no encoding, queries sorted and with a `=` in each part.
/// Immutable; safe for many threads.
public final class S3Signer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String PAYLOAD = "UNSIGNED-PAYLOAD";

    private final String access;
    private final String secret;
    private final String region;
    private final InstantSource clock;

    public S3Signer(String access, String secret, String region, InstantSource clock) {
        this.access = access;
        this.secret = secret;
        this.region = region;
        this.clock = clock;
    }

    /// All header fields to send, but for `Host`.
    ///
    /// @param host host and port
    /// @param amzHeaders further `x-amz-` fields, names in lower case
    public Map<String, String> sign(
            String method, String host, String path, String query, Map<String, String> amzHeaders) {
        var time = TIME.format(clock.instant());
        var day = time.substring(0, 8);
        var scope = day + "/" + region + "/s3/aws4_request";
        var fields = new TreeMap<>(amzHeaders);
        fields.put("x-amz-content-sha256", PAYLOAD);
        fields.put("x-amz-date", time);
        var sent = new TreeMap<>(fields);
        fields.put("host", host);
        var canonical = new StringBuilder(method + "\n" + path + "\n" + query + "\n");
        fields.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        var signed = String.join(";", fields.keySet());
        canonical.append('\n').append(signed).append('\n').append(PAYLOAD);
        var toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(sha256(canonical.toString()));
        var key = mac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day);
        for (var part : new String[] {region, "s3", "aws4_request"}) key = mac(key, part);
        sent.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + access + "/" + scope + ", SignedHeaders=" + signed + ", Signature="
                        + hex(mac(key, toSign)));
        return sent;
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
