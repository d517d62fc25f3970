package torc.common.dns;

/// What a DNS server says of a name's canonical name.
public sealed interface Cname {
    /// @param name without the last dot, in lower case
    /// @param ttlSeconds for so long the answer holds
    record Found(String name, long ttlSeconds) implements Cname {}

    /// The name has none, or does not exist.
    record None() implements Cname {}

    /// The server does not say.
    record Unknown(String cause) implements Cname {}
}
