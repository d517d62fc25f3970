package torc.proxy.s3;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A request of a client that signs with code of its own, so that a mistake of the server's is not repeated
/// here.
final class TestRequest {
    static final String ACCESS = "AKTEST";
    static final String SECRET = "a-secret-of-tests";
    static final String EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    final String method;
    final String path;
    final List<String[]> headers = new ArrayList<>();
    String query;
    byte[] body = {};
    String access = ACCESS;
    String secret = SECRET;
    String region = "us-east-1";
    int dayDigits = 8;
    String signature = "";
    private String time = "";

    TestRequest(String method, String path, String query) {
        this.method = method;
        this.path = path;
        this.query = query;
        header("Host", "localhost");
    }

    TestRequest header(String name, String value) {
        headers.add(new String[] {name, value});
        return this;
    }

    TestRequest body(byte[] bytes) {
        body = bytes;
        return this;
    }

    TestRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    TestRequest as(String accessKey, String secretKey) {
        access = accessKey;
        secret = secretKey;
        return this;
    }

    boolean has(String name) {
        return headers.stream().anyMatch(field -> field[0].equalsIgnoreCase(name));
    }

    /// Signs in the header all that is there so far; what is added later is not signed.
    TestRequest sign(Instant now) {
        time = time(now);
        if (!has("x-amz-content-sha256")) header("x-amz-content-sha256", hex(sha256(body)));
        if (!has("x-amz-date")) header("x-amz-date", time);
        var names = signedNames();
        signature = signature(names, canonicalQuery(query), value("x-amz-content-sha256"));
        return header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + access + "/" + scope() + ", SignedHeaders=" + names + ", Signature="
                        + signature);
    }

    /// Signs in the query.
    TestRequest presign(Instant now, String expires) {
        time = time(now);
        var names = signedNames();
        query += (query.isEmpty() ? "" : "&") + "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                + encode(access + "/" + scope()) + "&X-Amz-Date=" + time
                + (expires.isEmpty() ? "" : "&X-Amz-Expires=" + encode(expires)) + "&X-Amz-SignedHeaders="
                + encode(names);
        var hash = has("x-amz-content-sha256") ? value("x-amz-content-sha256") : "UNSIGNED-PAYLOAD";
        signature = signature(names, canonicalQuery(query), hash);
        query += "&X-Amz-Signature=" + signature;
        return this;
    }

    /// Frames the body in signed chunks after [#sign]; `trailer` is empty or `name:value`.
    TestRequest signedChunks(List<byte[]> chunks, String trailer) {
        var out = new ByteArrayOutputStream();
        var previous = signature;
        for (var chunk : chunks) previous = chunk(out, chunk, previous);
        previous = chunk(out, new byte[0], previous);
        if (!trailer.isEmpty()) {
            write(out, trailer + "\r\n");
            var toSign = "AWS4-HMAC-SHA256-TRAILER\n" + time + "\n" + scope() + "\n" + previous + "\n"
                    + hex(sha256(octets(trailer + "\n")));
            write(out, "x-amz-trailer-signature:" + hex(mac(signingKey(), toSign)) + "\r\n");
        }
        write(out, "\r\n");
        body = out.toByteArray();
        return this;
    }

    private String chunk(ByteArrayOutputStream out, byte[] chunk, String previous) {
        var toSign = "AWS4-HMAC-SHA256-PAYLOAD\n" + time + "\n" + scope() + "\n" + previous + "\n" + EMPTY_HASH + "\n"
                + hex(sha256(chunk));
        var chunkSignature = hex(mac(signingKey(), toSign));
        write(out, Integer.toHexString(chunk.length) + ";chunk-signature=" + chunkSignature + "\r\n");
        out.writeBytes(chunk);
        if (chunk.length > 0) write(out, "\r\n");
        return chunkSignature;
    }

    /// Frames unsigned chunks; `trailer` holds whole lines with their ends.
    static byte[] unsignedChunks(List<byte[]> chunks, String trailer) {
        var out = new ByteArrayOutputStream();
        for (var chunk : chunks) {
            write(out, Integer.toHexString(chunk.length) + "\r\n");
            out.writeBytes(chunk);
            write(out, "\r\n");
        }
        write(out, "0\r\n" + trailer + "\r\n");
        return out.toByteArray();
    }

    /// As it goes over the wire.
    byte[] wire() {
        var head = new StringBuilder(method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\n");
        for (var field : headers)
            head.append(field[0]).append(": ").append(field[1]).append("\r\n");
        if (!has("content-length") && !has("transfer-encoding"))
            head.append("Content-Length: ").append(body.length).append("\r\n");
        if (!has("connection")) head.append("Connection: close\r\n");
        var out = new ByteArrayOutputStream();
        write(out, head + "\r\n");
        out.writeBytes(body);
        return out.toByteArray();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signedNames() {
        return String.join(
                ";",
                headers.stream()
                        .map(field -> field[0].toLowerCase(Locale.ROOT))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private String signature(String names, String canonicalQuery, String payloadHash) {
        var canonical = new StringBuilder(method + "\n" + path + "\n" + canonicalQuery + "\n");
        for (var name : names.split(";", -1))
            canonical.append(name).append(':').append(value(name)).append('\n');
        canonical.append('\n').append(names).append('\n').append(payloadHash);
        var toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope() + "\n" + hex(sha256(octets(canonical.toString())));
        return hex(mac(signingKey(), toSign));
    }

    private String value(String name) {
        return String.join(
                ",",
                headers.stream()
                        .filter(field -> field[0].equalsIgnoreCase(name))
                        .map(field -> field[1].strip())
                        .toList());
    }

    private static String canonicalQuery(String query) {
        var sorted = new TreeMap<String, String>();
        Arrays.stream(query.split("&", -1)).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            var equals = pair.indexOf('=');
            sorted.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
        });
        return String.join(
                "&",
                sorted.entrySet().stream()
                        .map((Map.Entry<String, String> e) -> e.getKey() + "=" + e.getValue())
                        .toList());
    }

    private String scope() {
        return time.substring(0, dayDigits) + "/" + region + "/s3/aws4_request";
    }

    private byte[] signingKey() {
        var key = mac(octets("AWS4" + secret), time.substring(0, dayDigits));
        return mac(mac(mac(key, region), "s3"), "aws4_request");
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String time(Instant now) {
        return DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(now);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(octets(text));
    }
}
