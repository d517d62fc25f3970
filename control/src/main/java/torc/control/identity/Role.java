package torc.control.identity;

/// A role, which policies give meaning to.
public record Role(String id, String name, String description) implements Named {
    /// May do everything in its scope; in the administrators' project, everything everywhere.
    public static final String ADMIN = "admin";

    public static final String MEMBER = "member";
    public static final String READER = "reader";
    public static final String SERVICE = "service";
}
