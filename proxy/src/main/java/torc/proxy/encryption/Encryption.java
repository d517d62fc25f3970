package torc.proxy.encryption;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import torc.common.id.Id128;
import torc.proxy.rows.Seal;

/// Draws the keys of bodies, wraps them under the active root secret, and opens what any of the root secrets has
/// wrapped. Safe for many threads.
///
/// The key that wraps is derived from the root secret for each seal alone, from its iv and what it is bound to. So it
/// is
/// used once, and a seal whose iv, key, tag or place was changed does not open.
public final class Encryption {
    /// Without root secrets: nothing is encrypted, and what is encrypted cannot be read.
    public static final Encryption NONE = new Encryption(Map.of(), OptionalLong.empty(), new SecureRandom());

    private static final String PURPOSE = "torc body key 1:";
    private static final int TAG_BITS = 128;

    /// One key wraps one thing, so that its nonce may always be the same.
    private static final byte[] NONCE = new byte[12];

    private final Map<Long, byte[]> secrets;
    private final OptionalLong active;
    private final SecureRandom random;

    private Encryption(Map<Long, byte[]> secrets, OptionalLong active, SecureRandom random) {
        this.secrets = secrets;
        this.active = active;
        this.random = random;
    }

    /// Encrypts all that is stored from now on.
    public static Encryption on(RootSecrets secrets, SecureRandom random) {
        return new Encryption(secrets.secrets(), OptionalLong.of(secrets.active()), random);
    }

    /// Stores as it is, and reads what was encrypted before.
    public static Encryption readingOnly(RootSecrets secrets) {
        return new Encryption(secrets.secrets(), OptionalLong.empty(), new SecureRandom());
    }

    /// A key for something that is to be stored; empty if it shall be stored as it is.
    public Optional<BodyKey> newKey() {
        if (active.isEmpty()) return Optional.empty();
        var bytes = new byte[BodyKey.BYTES + 16];
        random.nextBytes(bytes);
        var buffer = ByteBuffer.wrap(bytes);
        var key = new byte[BodyKey.BYTES];
        buffer.get(key);
        return Optional.of(new BodyKey(key, new Id128(buffer.getLong(), buffer.getLong())));
    }

    /// Wraps a key that [#newKey()] gave.
    public Seal seal(BodyKey key, Binding binding) {
        return seal(active.orElseThrow(), key, binding);
    }

    /// @throws SealBroken if that is not possible
    public BodyKey open(Seal seal, Binding binding) {
        var wrapped = ByteBuffer.allocate(BodyKey.BYTES + TAG_BITS / 8);
        for (var part : new Id128[] {seal.keyHigh(), seal.keyLow(), seal.tag()})
            wrapped.putLong(part.high()).putLong(part.low());
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, seal.secret(), seal.iv(), binding);
            return new BodyKey(cipher.doFinal(wrapped.array()), seal.iv());
        } catch (AEADBadTagException _) {
            throw new SealBroken("its seal was changed, or is that of other bytes");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    /// The same key under the same root secret, bound to something else.
    ///
    /// @throws SealBroken if it cannot be opened
    public Seal rebind(Seal seal, Binding from, Binding to) {
        return seal(seal.secret(), open(seal, from), to);
    }

    private Seal seal(long secret, BodyKey key, Binding binding) {
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, secret, key.iv(), binding);
            var wrapped = ByteBuffer.wrap(cipher.doFinal(key.key()));
            return new Seal(secret, key.iv(), id(wrapped), id(wrapped), id(wrapped));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    private Cipher cipher(int mode, long secret, Id128 iv, Binding binding) throws GeneralSecurityException {
        var root = secrets.get(secret);
        if (root == null) throw new SealBroken("root secret " + secret + " is not here");
        var salt = ByteBuffer.allocate(16).putLong(iv.high()).putLong(iv.low()).array();
        var purpose = (PURPOSE + binding.text()).getBytes(StandardCharsets.UTF_8);
        var derivation =
                HKDFParameterSpec.ofExtract().addIKM(root).addSalt(salt).thenExpand(purpose, BodyKey.BYTES);
        var wrapping = KDF.getInstance("HKDF-SHA256").deriveData(derivation);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(wrapping, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
        cipher.updateAAD(binding.bytes());
        return cipher;
    }

    private static Id128 id(ByteBuffer from) {
        return new Id128(from.getLong(), from.getLong());
    }
}
