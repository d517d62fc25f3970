package torc.ring.metadata;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Ordered rows in shards, changed by atomic checked transactions (docs/architecture.md, "The metadata store").
///
/// Reads are linearizable: what a commit has acknowledged, every later read sees, and no read sees what is not yet
/// durable. All calls block and are safe for many (virtual) threads. A row that turns out to be damaged, and that no
/// mirror can restore, makes the call throw [MetadataDamaged]: a wrong byte is never returned. After [#close], reads
/// throw [IllegalStateException] and commits are refused.
public interface MetadataStore extends AutoCloseable {
    /// The row of a key.
    Optional<Row> get(ShardKey shard, RowKey key);

    /// The rows of several keys, in their order, as of one moment.
    List<Optional<Row>> get(ShardKey shard, List<RowKey> keys);

    /// Rows in order, as of one moment.
    List<ScanItem> scan(ShardKey shard, Scan scan);

    /// Makes a transaction durable and visible, or says why not.
    CommitOutcome commit(Transaction transaction);

    /// The revision of the shard that a shard key lives in.
    long revision(ShardKey shard);

    /// Follows the commits of a shard key, from those after revision `after` on, as far as they write keys that start
    /// with `prefix`.
    Watch watch(ShardKey shard, RowKey prefix, long after);

    /// Up to `limit` shard keys that hold rows and whose text starts with `prefix`, in an order of the store's own,
    /// those after `after` if that is given. For sweeps, not for requests.
    List<ShardKey> shardKeys(String prefix, Optional<ShardKey> after, int limit);

    /// Writes a consistent copy, which an engine can be opened on, to a folder that must not exist yet.
    void backup(Path folder);

    @Override
    void close();
}
