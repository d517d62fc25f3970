package torc.tools.cluster;

import java.util.List;

/// What a node can run.
public final class Roles {
    /// All of them, which is the default.
    public static final List<String> ALL = List.of("proxy", "object", "block", "control");

    private Roles() {}

    /// @throws IllegalArgumentException if one is unknown or doubled, or there is none
    static List<String> checked(List<String> roles) {
        var copy = List.copyOf(roles);
        if (copy.isEmpty() || copy.stream().distinct().count() != copy.size() || !ALL.containsAll(copy))
            throw new IllegalArgumentException("roles are one or more of " + String.join(", ", ALL));
        return copy;
    }
}
