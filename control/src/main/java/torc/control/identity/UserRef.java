package torc.control.identity;

/// A user as a client names one.
public sealed interface UserRef {
    record ById(String id) implements UserRef {}

    record ByName(String name, DomainRef domain) implements UserRef {}
}
