package torc.common.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who sent a request, as the identity service vouches for it.
///
/// @param userId Keystone user id
/// @param userName name of the user within its domain
/// @param userDomain domain that the user belongs to
/// @param project the project that the token or key is scoped to; empty for unscoped and domain-scoped ones
/// @param roles names of the roles held in that scope
/// @param expiresAt when the right to act as this caller ends
/// @param legacy whether the token was given for Swift's older login, where a project is an account
public record Caller(
        String userId,
        String userName,
        Domain userDomain,
        Optional<Project> project,
        List<String> roles,
        Instant expiresAt,
        boolean legacy) {
    public Caller {
        roles = List.copyOf(roles);
    }

    public Caller(
            String userId,
            String userName,
            Domain userDomain,
            Optional<Project> project,
            List<String> roles,
            Instant expiresAt) {
        this(userId, userName, userDomain, project, roles, expiresAt, false);
    }

    /// A Keystone domain.
    public record Domain(String id, String name) {}

    /// A Keystone project and the domain that owns it.
    public record Project(String id, String name, Domain domain) {}

    /// Whether the caller holds a role of this name (compared as Keystone does, ignoring case).
    public boolean hasRole(String role) {
        return roles.stream().anyMatch(role::equalsIgnoreCase);
    }
}
