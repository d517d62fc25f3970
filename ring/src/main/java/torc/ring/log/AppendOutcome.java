package torc.ring.log;

/// How an append ended.
public sealed interface AppendOutcome {
    /// The record is durable on a write quorum.
    record Durable(long sequence) implements AppendOutcome {}

    /// Nothing was written, for there is no room for another segment.
    record Full() implements AppendOutcome {}

    /// Too few mirrors answered, or are left: the record may be there after the next start, or not. The log takes no
    /// more appends.
    record Broken(String cause) implements AppendOutcome {}
}
