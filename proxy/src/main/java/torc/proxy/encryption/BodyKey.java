package torc.proxy.encryption;

import torc.common.id.Id128;

/// The key of one run of bytes, and where its keystream begins. Drawn anew for each, and never used twice.
public final class BodyKey {
    static final int BYTES = 32;

    private final byte[] key;
    private final Id128 iv;

    BodyKey(byte[] key, Id128 iv) {
        this.key = key;
        this.iv = iv;
    }

    byte[] key() {
        return key;
    }

    Id128 iv() {
        return iv;
    }

    /// The keystream from an offset of the bytes on. Encrypting and decrypting is the same.
    public Keystream keystream(long offset) {
        return new Keystream(key, iv, offset);
    }

    @Override
    public String toString() {
        return "BodyKey[***]";
    }
}
