package torc.proxy.s3.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A key of HMAC-SHA256 (RFC 2104), its two pads already digested, so that a MAC costs two short digests and no
/// look-up.
/// Immutable: safe for many threads. Its text shows nothing.
public final class HmacKey {
    private static final int BLOCK_BYTES = 64;

    private final MessageDigest inner;
    private final MessageDigest outer;

    public HmacKey(byte[] key) {
        var block = new byte[BLOCK_BYTES];
        var shortKey = key.length > BLOCK_BYTES ? Sha256.fresh().digest(key) : key;
        System.arraycopy(shortKey, 0, block, 0, shortKey.length);
        inner = padded(block, 0x36);
        outer = padded(block, 0x5c);
    }

    public byte[] mac(byte[] message) {
        var digest = Sha256.copyOf(outer);
        digest.update(Sha256.copyOf(inner).digest(message));
        return digest.digest();
    }

    public byte[] mac(String message) {
        return mac(message.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest padded(byte[] block, int pad) {
        var bytes = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) bytes[i] = (byte) (block[i] ^ pad);
        var digest = Sha256.fresh();
        digest.update(bytes);
        return digest;
    }
}
