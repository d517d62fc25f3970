package torc.control.identity;

import java.time.Duration;
import torc.common.config.Meaning;

/// Settings of identity.
///
/// @param tokenLifetime how long a token holds after the login
/// @param passwordLogRounds bcrypt's cost, 12 or more in operation
public record IdentityConfig(
        @Meaning("how long a token holds after the login") Duration tokenLifetime,
        @Meaning("cost of bcrypt, 12 or more in operation") int passwordLogRounds) {
    public static final IdentityConfig DEFAULTS = new IdentityConfig(Duration.ofHours(24), 12);

    public IdentityConfig {
        if (tokenLifetime.isNegative() || tokenLifetime.isZero())
            throw new IllegalArgumentException("token-lifetime must be above zero");
        if (passwordLogRounds < 4 || passwordLogRounds > 20)
            throw new IllegalArgumentException("password-log-rounds must be 4 to 20");
    }
}
