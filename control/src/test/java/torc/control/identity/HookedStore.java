package torc.control.identity;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.FakeMetadataStore;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Watch;

/// A store in memory where something can happen between a read and what its reader does next.
final class HookedStore implements MetadataStore {
    private final MetadataStore store = new FakeMetadataStore();
    private char kind;
    private Runnable hook = () -> {};

    /// Runs once, when the next row of this kind has been read.
    void afterNextRead(char rowKind, Runnable then) {
        kind = rowKind;
        hook = then;
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        var found = store.get(shard, key);
        if (key.startsWith(RowKey.of(kind, ""))) {
            var now = hook;
            hook = () -> {};
            now.run();
        }
        return found;
    }

    @Override
    public List<Optional<Row>> get(ShardKey shard, List<RowKey> keys) {
        return store.get(shard, keys);
    }

    @Override
    public List<ScanItem> scan(ShardKey shard, Scan scan) {
        return store.scan(shard, scan);
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        return store.commit(transaction);
    }

    @Override
    public long revision(ShardKey shard) {
        return store.revision(shard);
    }

    @Override
    public Watch watch(ShardKey shard, RowKey prefix, long after) {
        return store.watch(shard, prefix, after);
    }

    @Override
    public List<ShardKey> shardKeys(String prefix, Optional<ShardKey> after, int limit) {
        return store.shardKeys(prefix, after, limit);
    }

    @Override
    public void backup(Path folder) {
        store.backup(folder);
    }

    @Override
    public void close() {
        store.close();
    }
}
