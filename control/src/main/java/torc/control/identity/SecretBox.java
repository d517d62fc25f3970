package torc.control.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets that must be read again, such as S3 keys, so that no device holds them in clear (THREATS R07):
/// AES-256-GCM with a random nonce, bound to the name of what it belongs to.
public final class SecretBox {
    /// Length of the sealing key in bytes.
    public static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    public SecretBox(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) throw new IllegalArgumentException("the sealing key has " + KEY_BYTES + " bytes");
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /// The secret as text that opens only under the same name and key.
    public String seal(String belongsTo, String secret) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, belongsTo).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            var joined = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, joined, NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(joined);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("sealing failed", broken);
        }
    }

    /// @throws IllegalStateException if the text was changed, belongs to something else, or was sealed with
    /// another key
    public String open(String belongsTo, String sealed) {
        var bytes = Base64.getDecoder().decode(sealed);
        try {
            var clear = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES), belongsTo)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return new String(clear, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the sealed secret of " + belongsTo + " does not open", broken);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String belongsTo) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
