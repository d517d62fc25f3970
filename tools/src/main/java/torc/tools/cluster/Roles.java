package torc.tools.cluster;

import java.util.List;

/// What a node can run.
public final class Roles {
    /// Serves the Swift and S3 APIs.
    public static final String PROXY = "proxy";

    /// Has devices that rings may name.
    public static final String OBJECT = "object";

    /// Serves identity.
    public static final String CONTROL = "control";

    /// All of them, which is the default.
    public static final List<String> ALL = List.of(PROXY, OBJECT, "block", CONTROL);

    private Roles() {}

    /// @throws IllegalArgumentException if one is unknown or doubled, or there is none
    static List<String> checked(List<String> roles) {
        var copy = List.copyOf(roles);
        if (copy.isEmpty() || copy.stream().distinct().count() != copy.size() || !ALL.containsAll(copy))
            throw new IllegalArgumentException("roles are one or more of " + String.join(", ", ALL));
        return copy;
    }
}
