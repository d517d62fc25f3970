package torc.control.identity;

import java.time.Instant;
import torc.common.id.Id128;

/// What a token says. It names its user and scope, and nothing that can change: roles and names are looked up.
///
/// @param auditId names this token where it is revoked
/// @param chainId the audit id of the token that the first login gave; rescoped tokens keep it, and their
/// expiry (K07)
/// @param issuedMicros microseconds since 1970
/// @param legacy whether it was given for Swift's older login, by account and user
public record Token(
        String userId,
        Scope scope,
        long issuedMicros,
        Instant expiresAt,
        Id128 auditId,
        Id128 chainId,
        boolean legacy) {
    public Token(String userId, Scope scope, long issuedMicros, Instant expiresAt, Id128 auditId, Id128 chainId) {
        this(userId, scope, issuedMicros, expiresAt, auditId, chainId, false);
    }
}
