package torc.proxy.encryption;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import torc.common.id.Id128;

/// AES-256 in counter mode, from any offset on. For one thread.
public final class Keystream {
    private static final int BLOCK_BYTES = 16;

    private final Cipher cipher;

    Keystream(byte[] key, Id128 iv, long offset) {
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(counter(iv, offset / BLOCK_BYTES)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
        var passed = new byte[(int) (offset % BLOCK_BYTES)];
        apply(passed, 0, passed.length);
    }

    /// Encrypts or decrypts a range of an array in place.
    public void apply(byte[] bytes, int offset, int length) {
        if (length == 0) return;
        try {
            var count = cipher.update(bytes, offset, length, bytes, offset);
            if (count != length) throw new IllegalStateException(count + " of " + length + " bytes");
        } catch (ShortBufferException e) {
            throw new IllegalStateException("counter mode keeps lengths", e);
        }
    }

    /// The counter is one number of 128 bits that runs over.
    private static byte[] counter(Id128 iv, long blocks) {
        var low = iv.low() + blocks;
        var high = Long.compareUnsigned(low, iv.low()) < 0 ? iv.high() + 1 : iv.high();
        return ByteBuffer.allocate(BLOCK_BYTES).putLong(high).putLong(low).array();
    }
}
