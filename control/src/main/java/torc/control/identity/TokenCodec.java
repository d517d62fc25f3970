package torc.control.identity;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import torc.common.id.Id128;

/// Turns tokens into signed text and back (docs/formats.md, "Tokens"): a fixed layout and its HMAC-SHA256, in
/// Base64 for URLs. There is one algorithm and no header that could name another (THREATS K14).
public final class TokenCodec {
    /// Length of the signing key in bytes.
    public static final int KEY_BYTES = 32;

    private static final int MAX_TEXT = 1024;
    private static final int MAC_BYTES = 32;
    private static final byte VERSION = 1;
    private static final byte VERSION_OF_LEGACY = 2;
    private static final byte UNSCOPED = 0;
    private static final byte PROJECT = 1;
    private static final byte DOMAIN = 2;

    private final SecretKeySpec key;

    public TokenCodec(byte[] key) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("the token key has " + KEY_BYTES + " bytes");
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    String encode(Token token) {
        var buffer = ByteBuffer.allocate(MAX_TEXT);
        buffer.put(token.legacy() ? VERSION_OF_LEGACY : VERSION);
        switch (token.scope()) {
            case Scope.Unscoped _ -> put(buffer.put(UNSCOPED), "");
            case Scope.OfProject project -> put(buffer.put(PROJECT), project.projectId());
            case Scope.OfDomain domain -> put(buffer.put(DOMAIN), domain.domainId());
        }
        put(buffer, token.userId());
        buffer.putLong(token.issuedMicros()).putLong(token.expiresAt().getEpochSecond());
        put(buffer, token.auditId());
        put(buffer, token.chainId());
        var payload = Arrays.copyOf(buffer.array(), buffer.position());
        var mac = mac(payload, payload.length);
        var signed = Arrays.copyOf(payload, payload.length + MAC_BYTES);
        System.arraycopy(mac, 0, signed, payload.length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /// The token, if this text was signed with our key; says nothing on whether it still holds.
    Optional<Token> decode(String text) {
        if (text.length() > MAX_TEXT) return Optional.empty();
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        var payloadBytes = signed.length - MAC_BYTES;
        if (payloadBytes <= 0) return Optional.empty();
        var given = Arrays.copyOfRange(signed, payloadBytes, signed.length);
        if (!MessageDigest.isEqual(mac(signed, payloadBytes), given)) return Optional.empty();
        try {
            return parse(ByteBuffer.wrap(signed, 0, payloadBytes));
        } catch (BufferUnderflowException otherVersion) {
            return Optional.empty();
        }
    }

    private static Optional<Token> parse(ByteBuffer payload) {
        var version = payload.get();
        if (version != VERSION && version != VERSION_OF_LEGACY) return Optional.empty();
        var kind = payload.get();
        var scopeId = text(payload);
        Scope scope = switch (kind) {
            case PROJECT -> new Scope.OfProject(scopeId);
            case DOMAIN -> new Scope.OfDomain(scopeId);
            default -> new Scope.Unscoped();
        };
        var userId = text(payload);
        var issuedMicros = payload.getLong();
        var expiresAt = Instant.ofEpochSecond(payload.getLong());
        var audit = new Id128(payload.getLong(), payload.getLong());
        var chain = new Id128(payload.getLong(), payload.getLong());
        return Optional.of(
                new Token(userId, scope, issuedMicros, expiresAt, audit, chain, version == VERSION_OF_LEGACY));
    }

    private byte[] mac(byte[] bytes, int length) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    private static void put(ByteBuffer buffer, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 255) throw new IllegalArgumentException("an id of " + bytes.length + " bytes");
        buffer.put((byte) bytes.length).put(bytes);
    }

    private static void put(ByteBuffer buffer, Id128 id) {
        buffer.putLong(id.high()).putLong(id.low());
    }

    private static String text(ByteBuffer buffer) {
        var bytes = new byte[Byte.toUnsignedInt(buffer.get())];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
