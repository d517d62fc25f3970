package torc.ring.metadata;

/// One change that a transaction makes.
public sealed interface Write {
    RowKey key();

    /// Stores a value, replacing what was there.
    record Put(RowKey key, byte[] value) implements Write {}

    /// Removes a row; removing an absent row is allowed.
    record Delete(RowKey key) implements Write {}

    /// Adds to the counters of a row, whose value is one big-endian `long` for each; an absent row counts as zeros.
    /// Additions of concurrent transactions never conflict with each other. A sum that overflows, or a row
    /// that holds no counters, makes the commit throw an [ArithmeticException]; nothing has happened then.
    record Add(RowKey key, long[] deltas) implements Write {}
}
