package torc.control.identity;

/// A user of a domain.
///
/// @param passwordHash what [Passwords] made; empty if the user cannot log in with a password
/// @param defaultProjectId empty if there is none
/// @param tokensValidFromMicros tokens issued before this moment (microseconds since 1970) are void
public record User(
        String id,
        String name,
        String domainId,
        boolean enabled,
        String passwordHash,
        String defaultProjectId,
        String email,
        String description,
        long tokensValidFromMicros)
        implements Named {
    /// This user, all of whose tokens from before a moment are void.
    User withoutTokensBefore(long micros) {
        return new User(id, name, domainId, enabled, passwordHash, defaultProjectId, email, description, micros);
    }

    @Override
    public String toString() {
        return "User[" + id + " " + name + "]"; // Never the hash.
    }
}
