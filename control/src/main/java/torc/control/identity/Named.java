package torc.control.identity;

/// A record with an id and a name that is unique in its scope.
public sealed interface Named permits User, Project, Domain, Role {
    String id();

    String name();

    /// Names are unique among the records of one kind and scope; a project's and a user's scope is
    /// its
    /// domain.
    default String domainId() {
        return "";
    }
}
