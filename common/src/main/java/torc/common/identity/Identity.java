package torc.common.identity;

import java.util.Optional;

/// What the object APIs ask of the identity service. Blocking; called from virtual threads; safe for many.
///
/// Answers follow revocation, disabling and role changes within five seconds (THREATS K10).
public interface Identity {
    /// The caller that a token vouches for; empty if it is malformed, expired, revoked or not ours.
    Optional<Caller> callerOfToken(String token);

    /// The key with this id and whom it acts for; empty if there is none or its owner may not act.
    Optional<AccessKey> accessKey(String accessKeyId);
}
