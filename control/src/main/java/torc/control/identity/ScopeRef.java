package torc.control.identity;

/// The scope that a client asks for.
public sealed interface ScopeRef {
    /// None, also if the user has a default project.
    record Unscoped() implements ScopeRef {}

    /// The user's default project, or none.
    record Default() implements ScopeRef {}

    record ProjectById(String id) implements ScopeRef {}

    record ProjectByName(String name, DomainRef domain) implements ScopeRef {}

    record OfDomain(DomainRef domain) implements ScopeRef {}
}
