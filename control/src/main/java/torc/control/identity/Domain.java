package torc.control.identity;

/// A domain: a name space of users and projects.
public record Domain(String id, String name, boolean enabled, String description) implements Named {
    /// The domain that exists from the first start on.
    public static final String DEFAULT_ID = "default";
}
