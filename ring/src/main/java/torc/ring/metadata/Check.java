package torc.ring.metadata;

/// What must hold when a transaction commits; if one does not, nothing of it happens.
public sealed interface Check {
    RowKey key();

    /// There is no row of this key.
    record Absent(RowKey key) implements Check {}

    /// There is a row of this key.
    record Present(RowKey key) implements Check {}

    /// The row was last written at this revision; `0` stands for an absent row.
    record AtRevision(RowKey key, long revision) implements Check {}

    /// The row's value is exactly this.
    record ValueEquals(RowKey key, byte[] value) implements Check {}

    /// One of the counters of a row, after this transaction's writes, is at most `limit`.
    /// A counter that is not there counts as zero.
    record CounterAtMost(RowKey key, int index, long limit) implements Check {}
}
