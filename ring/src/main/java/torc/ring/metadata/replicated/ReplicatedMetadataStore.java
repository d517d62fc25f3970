package torc.ring.metadata.replicated;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import torc.common.id.Ids;
import torc.common.tls.NodeTls;
import torc.common.version.VersionRange;
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
import torc.ring.metadata.embedded.Backup;
import torc.ring.metadata.embedded.StoreSurroundings;
import torc.ring.metadata.state.FeedWatch;
import torc.ring.metadata.state.FreeSpace;
import torc.ring.metadata.state.Scanner;
import torc.ring.metadata.state.ShardKeyWalk;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateKeys;
import torc.ring.metadata.state.StateRow;

/// A member of a group of nodes that keep the same rows (docs/architecture.md, "The metadata store").
///
/// A commit is acknowledged when most members have it on disk and the leader has taken it in. A read asks the
/// leader
/// how
/// far the log has come, waits until this member has taken that in, and looks at this member's rows.
public final class ReplicatedMetadataStore implements MetadataStore {
    /// Formats of the log's entries that this program reads and writes.
    public static final VersionRange ENTRY_FORMATS = TransactionCodec.FORMATS;

    private final StoreSurroundings world;
    private final Rows rows = new Rows();
    private final GroupFeed feed = new GroupFeed(rows);
    private final GroupNode node;
    private final Proposer proposer;
    private final Barrier barrier;
    private final Revival revival;
    private final VersionRange formats;
    private final ReentrantLock closing = new ReentrantLock();
    private boolean closed;

    /// Starts a member. It does not wait for the others.
    ///
    /// @param tls with which members meet; without it they meet in clear, which only tests may
    /// @throws IOException if its folder or its address cannot be used
    public static ReplicatedMetadataStore open(GroupConfig config, Optional<NodeTls> tls, StoreSurroundings world)
            throws IOException {
        return new ReplicatedMetadataStore(config, tls, world);
    }

    private ReplicatedMetadataStore(GroupConfig config, Optional<NodeTls> tls, StoreSurroundings world)
            throws IOException {
        this.world = world;
        formats = config.entryFormats();
        node = new GroupNode(config, () -> new RowMachine(config, rows, feed), tls, world.nanoTime());
        var space =
                new FreeSpace(world.disk(), () -> List.of(config.folder()), config.reservedBytes(), world.nanoTime());
        proposer = new Proposer(config, node, new Ids(world.random()).next(), space);
        barrier = new Barrier(node);
        revival = Revival.start(config, node, world);
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        var stored = StateKeys.rowKey(StateKeys.prefix(shard), key);
        return read(state -> Optional.ofNullable(state.get(stored))).map(value -> StateRow.decode(key, value));
    }

    @Override
    public List<Optional<Row>> get(ShardKey shard, List<RowKey> keys) {
        var prefix = StateKeys.prefix(shard);
        var stored = new ArrayList<byte[]>(keys.size());
        for (var key : keys) stored.add(StateKeys.rowKey(prefix, key));
        var values = read(state -> state.getAll(stored));
        var rows = new ArrayList<Optional<Row>>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            rows.add(Optional.ofNullable(values.get(i)).map(value -> StateRow.decode(key, value)));
        }
        return rows;
    }

    @Override
    public List<ScanItem> scan(ShardKey shard, Scan scan) {
        return read(state -> Scanner.scan(state, shard, scan));
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        return proposer.commit(transaction);
    }

    @Override
    public long revision(ShardKey shard) {
        int number = StateKeys.shardNumber(shard);
        return read(state -> state.revision(number));
    }

    @Override
    public Watch watch(ShardKey shard, RowKey prefix, long after) {
        return new FeedWatch(feed, () -> rows.with(State::applied), () -> revision(shard), shard, prefix, after);
    }

    @Override
    public List<ShardKey> shardKeys(String prefix, Optional<ShardKey> after, int limit) {
        return read(state -> ShardKeyWalk.walk(state, prefix, after, limit));
    }

    /// A backup is the rows alone: [torc.ring.metadata.embedded.EmbeddedMetadataStore] can be opened on it.
    @Override
    public void backup(Path folder) {
        requireOpen();
        barrier.await();
        new Backup(world)
                .write(
                        folder,
                        target -> rows.with(state -> {
                            state.checkpoint(target);
                            return state;
                        }));
    }

    private <T> T read(Function<State, T> work) {
        requireOpen();
        try {
            barrier.await();
        } catch (MetadataUnavailable e) {
            requireOpen(); // Perhaps it is known by now why.
            throw e;
        }
        return rows.with(work);
    }

    private void requireOpen() {
        node.refusal().ifPresent(why -> {
            throw new MetadataUnavailable(String.valueOf(why.getMessage()), why);
        });
        closing.lock();
        try {
            if (closed) throw new IllegalStateException("the metadata store is closed");
        } finally {
            closing.unlock();
        }
    }

    /// Formats of the log's entries that this program reads and writes.
    public VersionRange entryFormats() {
        return formats;
    }

    /// Has this member write entries in this format, which all members have to read; at first it is the oldest
    /// that
    /// this program knows.
    public void write(int entryFormat) {
        if (!formats.has(entryFormat)) throw new IllegalArgumentException("entries of format " + entryFormat);
        proposer.write(entryFormat);
    }

    /// Whether this member leads the group, as far as it knows.
    public boolean isLeader() {
        return node.isLeader();
    }

    /// Whether this member takes part. One that has met damage does not; it has to be opened anew.
    public boolean isAlive() {
        return node.isAlive();
    }

    /// Who is in the group, as this member knows it.
    ///
    /// @throws IOException if it takes no part
    public Membership membership() throws IOException {
        return node.membership();
    }

    /// Has the leader, which this member must be, change the members, if they still are as `from` says. New ones
    /// get
    /// all that the group has before they count.
    ///
    /// @return what went wrong; empty if it is done
    public Optional<String> change(Membership from, List<Member> to) {
        try {
            node.change(from, to);
            return Optional.empty();
        } catch (GroupNode.NoAnswer e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        closing.lock();
        try {
            if (closed) return;
            closed = true;
        } finally {
            closing.unlock();
        }
        revival.close();
        proposer.close();
        node.close();
        rows.close();
        feed.close();
    }
}
