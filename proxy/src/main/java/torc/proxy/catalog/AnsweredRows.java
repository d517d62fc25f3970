package torc.proxy.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import torc.proxy.objects.StoreUnavailable;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.MetadataUnavailable;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Watch;

/// The metadata store, whose reads without an answer are what the object service calls them: [StoreUnavailable].
record AnsweredRows(MetadataStore rows) implements MetadataStore {
    private static <T> T answered(Supplier<T> read) {
        try {
            return read.get();
        } catch (MetadataUnavailable e) {
            var unavailable = new StoreUnavailable(String.valueOf(e.getMessage()), false);
            unavailable.initCause(e);
            throw unavailable;
        }
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        return answered(() -> rows.get(shard, key));
    }

    @Override
    public List<Optional<Row>> get(ShardKey shard, List<RowKey> keys) {
        return answered(() -> rows.get(shard, keys));
    }

    @Override
    public List<ScanItem> scan(ShardKey shard, Scan scan) {
        return answered(() -> rows.scan(shard, scan));
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        return rows.commit(transaction);
    }

    @Override
    public long revision(ShardKey shard) {
        return answered(() -> rows.revision(shard));
    }

    @Override
    public Watch watch(ShardKey shard, RowKey prefix, long after) {
        return rows.watch(shard, prefix, after);
    }

    @Override
    public List<ShardKey> shardKeys(String prefix, Optional<ShardKey> after, int limit) {
        return answered(() -> rows.shardKeys(prefix, after, limit));
    }

    @Override
    public void backup(Path folder) {
        rows.backup(folder);
    }

    @Override
    public void close() {
        rows.close();
    }
}
