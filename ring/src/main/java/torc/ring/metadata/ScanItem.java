package torc.ring.metadata;

/// What a scan gives.
public sealed interface ScanItem {
    RowKey key();

    /// A row.
    record Found(Row row) implements ScanItem {
        @Override
        public RowKey key() {
            return row.key();
        }
    }

    /// All rows whose keys start with `key`, which ends in the delimiter.
    record Folded(RowKey key) implements ScanItem {}
}
