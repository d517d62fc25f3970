package torc.control.identity;

import java.nio.ByteBuffer;
import java.time.Instant;
import torc.common.id.Id128;
import torc.ring.metadata.RowKey;

/// Tokens that were revoked before they expired: a row by audit id until then. Rows of expired
/// tokens are
/// dropped as
/// new ones are added, a few at a time, so that their number stays near that of the revoked tokens
/// still
/// alive.
final class Revocations {
    private static final char KIND = 'x';
    private static final int DROPPED_AT_ONCE = 100;

    private final Rows rows;

    Revocations(Rows rows) {
        this.rows = rows;
    }

    /// Voids one token.
    void revoke(Token token, Instant now) {
        var change = rows.change();
        var key = key(token.auditId());
        change.put(
                key,
                ByteBuffer.allocate(Long.BYTES)
                        .putLong(token.expiresAt().getEpochSecond())
                        .array());
        rows.all(RowKey.of(KIND, "")).stream()
                .filter(row -> ByteBuffer.wrap(row.value()).getLong() < now.getEpochSecond())
                .filter(row -> !row.key().equals(key))
                .limit(DROPPED_AT_ONCE)
                .forEach(row -> change.delete(row.key()));
        rows.commit(change);
    }

    /// Whether the token, or the login that it descends from, was revoked.
    boolean isRevoked(Token token) {
        return rows.get(key(token.auditId())).isPresent()
                || (!token.chainId().equals(token.auditId())
                        && rows.get(key(token.chainId())).isPresent());
    }

    private static RowKey key(Id128 auditId) {
        return RowKey.of(KIND, auditId.toString());
    }
}
