package torc.tools.cluster;

import java.time.Instant;

/// What the cluster keeps of a token: enough to know it again, not enough to use it.
///
/// @param hash SHA-256 of the secret as text, in hexadecimal
/// @param usesLeft nodes that it still admits
record TokenRecord(int format, String hash, Instant expiresAt, int usesLeft) {
    static final int FORMAT = 1;

    TokenRecord {
        if (format != FORMAT) throw new IllegalArgumentException("a token's record of format " + format);
        if (usesLeft < 0) throw new IllegalArgumentException("uses " + usesLeft);
    }

    TokenRecord usedOnce() {
        return new TokenRecord(format, hash, expiresAt, usesLeft - 1);
    }

    @Override
    public String toString() {
        return "TokenRecord[expires " + expiresAt + ", uses left " + usesLeft + "]";
    }
}
