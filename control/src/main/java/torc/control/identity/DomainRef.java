package torc.control.identity;

/// A domain as a client names it.
public sealed interface DomainRef {
    record ById(String id) implements DomainRef {}

    record ByName(String name) implements DomainRef {}
}
