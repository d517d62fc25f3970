package torc.proxy.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import torc.proxy.objects.ContainerName;
import torc.proxy.rows.RowKeys;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Watch;

/// A metadata store before whose calls another process moves ranges, now and then: between any two steps of a request.
/// Not for several threads.
final class MovingStore implements MetadataStore {
    private static final int MOVED_EVERY = 6;

    private final MetadataStore store;
    private final CatalogService mover;
    private final Random random;
    private final List<ContainerName> containers;
    private boolean moving;

    /// @param mover on the store itself
    MovingStore(MetadataStore store, CatalogService mover, long seed, List<ContainerName> containers) {
        this.store = store;
        this.mover = mover;
        this.random = new Random(seed);
        this.containers = containers;
    }

    /// Moves nothing any more.
    void rest() {
        moving = true;
    }

    private MetadataStore moved() {
        if (moving || random.nextInt(MOVED_EVERY) > 0) return store;
        moving = true;
        try {
            var container = containers.get(random.nextInt(containers.size()));
            var moves = mover.moves();
            switch (random.nextInt(6)) {
                case 0 -> moves.split(container, RowKeys.object(randomName()));
                case 1 -> moves.merge(container, random.nextInt(1, 4));
                default -> moves.advance(container);
            }
            return store;
        } finally {
            moving = false;
        }
    }

    private String randomName() {
        return random.nextBoolean() ? "n" + random.nextInt(4) : String.valueOf((char) random.nextInt('0', 'z'));
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        return moved().commit(transaction);
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        return moved().get(shard, key);
    }

    @Override
    public List<Optional<Row>> get(ShardKey shard, List<RowKey> keys) {
        return moved().get(shard, keys);
    }

    @Override
    public List<ScanItem> scan(ShardKey shard, Scan scan) {
        return moved().scan(shard, scan);
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
