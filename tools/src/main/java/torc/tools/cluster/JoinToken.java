package torc.tools.cluster;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import torc.common.secret.ConstantTime;

/// What a joiner is given: where to ask, by what to know the cluster, and a secret that counts for a while.
/// Prints as
/// `***`; [#text] is the token itself (docs/formats.md, "Cluster").
final class JoinToken {
    static final int ID_BYTES = 8;
    static final int SECRET_BYTES = 32;

    private static final String PREFIX = "torc1-";
    private static final int FINGERPRINT_BYTES = 32;
    private static final int CHECK_BYTES = 4;
    private static final int MOST_TEXT = 2048;
    private static final int MOST_URLS = 8;

    private final byte[] fingerprint;
    private final byte[] id;
    private final byte[] secret;
    private final List<String> authorities;

    /// @param authorities `host:port` of nodes that admit
    JoinToken(byte[] fingerprint, byte[] id, byte[] secret, List<String> authorities) {
        this.fingerprint = fingerprint.clone();
        this.id = id.clone();
        this.secret = secret.clone();
        this.authorities = List.copyOf(authorities);
        if (authorities.isEmpty() || authorities.size() > MOST_URLS)
            throw new IllegalArgumentException("a token names 1 to " + MOST_URLS + " nodes");
    }

    byte[] fingerprint() {
        return fingerprint.clone();
    }

    String id() {
        return HexFormat.of().formatHex(id);
    }

    String secret() {
        return HexFormat.of().formatHex(secret);
    }

    List<String> authorities() {
        return authorities;
    }

    /// What is stored of a secret.
    static String hash(String secret) {
        return HexFormat.of().formatHex(sha256(secret.getBytes(StandardCharsets.UTF_8)));
    }

    String text() {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(fingerprint);
        bytes.writeBytes(id);
        bytes.writeBytes(secret);
        bytes.write(authorities.size());
        for (var each : authorities) {
            var host = each.getBytes(StandardCharsets.US_ASCII);
            bytes.write(host.length >> 8);
            bytes.write(host.length);
            bytes.writeBytes(host);
        }
        bytes.writeBytes(check(bytes.toByteArray()));
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /// @throws IllegalArgumentException if it is no whole token; the message repeats nothing of it
    static JoinToken parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > MOST_TEXT)
            throw new IllegalArgumentException("not a token: one begins with " + PREFIX);
        try {
            var bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            var end = bytes.length - CHECK_BYTES;
            var said = Arrays.copyOfRange(bytes, Math.max(0, end), bytes.length);
            if (end <= 0 || !ConstantTime.equal(said, check(Arrays.copyOf(bytes, end))))
                throw new IllegalArgumentException("damaged");
            return fields(ByteBuffer.wrap(bytes, 0, end));
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException _) {
            throw new IllegalArgumentException("the token is damaged or cut short; copy it whole");
        }
    }

    private static JoinToken fields(ByteBuffer in) {
        var fingerprint = take(in, FINGERPRINT_BYTES);
        var id = take(in, ID_BYTES);
        var secret = take(in, SECRET_BYTES);
        var count = in.get();
        var authorities = new ArrayList<String>();
        for (int i = 0; i < count; i++) authorities.add(new String(take(in, in.getShort()), StandardCharsets.US_ASCII));
        if (in.hasRemaining()) throw new IllegalArgumentException("more than a token");
        return new JoinToken(fingerprint, id, secret, authorities);
    }

    private static byte[] take(ByteBuffer in, int count) {
        if (count < 0 || count > in.remaining()) throw new IllegalArgumentException("cut short");
        var bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static byte[] check(byte[] bytes) {
        return Arrays.copyOf(sha256(bytes), CHECK_BYTES);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java library has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
