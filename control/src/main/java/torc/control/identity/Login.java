package torc.control.identity;

import java.util.List;
import java.util.Optional;

/// A validated token with everything that its answer tells.
///
/// @param text the token itself
/// @param project empty unless scoped to one; likewise the domain
/// @param roles those held on the scope
public record Login(
        String text,
        Token token,
        User user,
        Domain userDomain,
        Optional<Project> project,
        Optional<Domain> domain,
        List<Role> roles) {
    public Login {
        roles = List.copyOf(roles);
    }

    @Override
    public String toString() {
        return "Login[" + user.id() + "]"; // Never the token.
    }
}
