package torc.proxy.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Watch;

/// A metadata store during whose commits the process dies when a test says so. Not for several threads.
final class CrashingStore implements MetadataStore {
    private final MetadataStore store;
    private int commitsLeft = Integer.MAX_VALUE;
    private boolean afterwards;

    CrashingStore(MetadataStore store) {
        this.store = store;
    }

    /// Dies in the commit after so many.
    ///
    /// @param afterwards whether that commit still happens
    void crashAfter(int commits, boolean afterwards) {
        this.commitsLeft = commits;
        this.afterwards = afterwards;
    }

    /// Lives on.
    void restart() {
        commitsLeft = Integer.MAX_VALUE;
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        if (commitsLeft < 0) throw new Crash();
        if (commitsLeft-- > 0) return store.commit(transaction);
        if (afterwards) store.commit(transaction);
        throw new Crash();
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        return store.get(shard, key);
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

    /// The process has died.
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
