package torc.ring.metadata.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import torc.common.id.Ids;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.MetadataStore;
import torc.ring.metadata.Row;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.Scan;
import torc.ring.metadata.ScanItem;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.Watch;
import torc.ring.metadata.state.FeedWatch;
import torc.ring.metadata.state.FreeSpace;
import torc.ring.metadata.state.Scanner;
import torc.ring.metadata.state.ShardKeyWalk;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;
import torc.ring.metadata.state.StateKeys;
import torc.ring.metadata.state.StateRow;

/// The metadata store inside this process (docs/architecture.md, "The metadata store").
///
/// Reads run on the calling thread; commits wait for the commit thread.
public final class EmbeddedMetadataStore implements MetadataStore {
    private final StoreSurroundings world;
    private final Ids ids;
    private final FolderLocks locks = new FolderLocks();
    private final StateRecovery recovery;
    private final StateGuard state;
    private final MirroredLog log;
    private final Feed feed;
    private final StateKeeper keeper;
    private final Committer committer;
    private final List<DeviceFolder> devices;
    private final DeviceFolder primary;
    private final ReentrantLock closing = new ReentrantLock();
    private boolean closed;

    /// Opens the store in the configured folders, or makes one if they are all empty.
    ///
    /// @throws MetadataOpenRefused if that could do harm, with the reason
    public static EmbeddedMetadataStore open(MetadataConfig config, StoreSurroundings world) {
        return new EmbeddedMetadataStore(config, world);
    }

    private EmbeddedMetadataStore(MetadataConfig config, StoreSurroundings world) {
        this.world = world;
        ids = new Ids(world.random());
        var copies = new StateCopy(world.disk());
        recovery = new StateRecovery(config, copies, ids);
        try {
            var opened = new StoreOpening(config, world, copies, recovery, ids).open(locks);
            log = opened.log();
            devices = opened.devices();
            primary = opened.primary();
            feed = new Feed(log, config.feedBytes(), log.durable());
            state = new StateGuard(opened.state(), this::heal, world.nanoTime());
        } catch (RuntimeException e) {
            locks.close();
            throw e;
        }
        keeper = new StateKeeper(config, log, state, copies, devices, primary, world.nanoTime(), world.threads());
        var space = new FreeSpace(world.disk(), log::aliveFolders, config.reservedBytes(), world.nanoTime());
        committer = new Committer(config, log, state, feed, keeper, space, world.threads());
        keeper.start();
        committer.start();
        log.prepareSpares();
        if (devices.size() > 1) keeper.askForCopies();
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        var stored = StateKeys.rowKey(StateKeys.prefix(shard), key);
        return state.with(current -> Optional.ofNullable(current.get(stored)))
                .map(value -> StateRow.decode(key, value));
    }

    @Override
    public List<Optional<Row>> get(ShardKey shard, List<RowKey> keys) {
        var prefix = StateKeys.prefix(shard);
        var stored = new ArrayList<byte[]>(keys.size());
        for (var key : keys) stored.add(StateKeys.rowKey(prefix, key));
        var values = state.with(current -> current.getAll(stored));
        var rows = new ArrayList<Optional<Row>>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            rows.add(Optional.ofNullable(values.get(i)).map(value -> StateRow.decode(key, value)));
        }
        return rows;
    }

    @Override
    public List<ScanItem> scan(ShardKey shard, Scan scan) {
        return state.with(current -> Scanner.scan(current, shard, scan));
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        return committer.commit(transaction);
    }

    @Override
    public long revision(ShardKey shard) {
        int number = StateKeys.shardNumber(shard);
        return state.with(current -> current.revision(number));
    }

    @Override
    public Watch watch(ShardKey shard, RowKey prefix, long after) {
        return new FeedWatch(feed, this::applied, () -> revision(shard), shard, prefix, after);
    }

    private long applied() {
        return state.with(State::applied);
    }

    @Override
    public List<ShardKey> shardKeys(String prefix, Optional<ShardKey> after, int limit) {
        return state.with(current -> ShardKeyWalk.walk(current, prefix, after, limit));
    }

    @Override
    public void backup(Path folder) {
        new Backup(world).write(folder, target -> state.run(current -> current.checkpoint(target)));
    }

    /// Writes the rows, as they are at one moment, to a folder that must not exist yet: the beginning of a group
    /// of
    /// nodes ([torc.ring.metadata.replicated.GroupSeed]).
    public void checkpoint(Path folder) {
        state.run(current -> current.checkpoint(folder));
    }

    /// Replaces a state that turned out to be damaged. Nothing else touches the state meanwhile.
    private State heal(State damaged) {
        if (devices.size() == 1) throw new StateBroken("there is only one device");
        long durable = log.durable();
        var healed = recovery.rebuild(
                devices,
                primary,
                current -> log.read(
                        current.applied() + 1,
                        durable,
                        (sequence, payload) -> StateRecovery.apply(current, sequence, payload)),
                damaged::close);
        keeper.askForCopies();
        return healed;
    }

    /// Whether commits are possible, and which of the devices take part, by their place in the configuration.
    public Health health() {
        return new Health(!log.isBroken() && !committer.isStopped(), devices.size(), log.aliveMirrors());
    }

    /// The number of the newest durable record of the log, which holds the commits of one batch.
    public long logPosition() {
        return log.durable();
    }

    /// @param writable whether commits are possible
    /// @param devices how many devices the store has
    /// @param alive the places of those that take part
    public record Health(boolean writable, int devices, List<Integer> alive) {
        public Health {
            alive = List.copyOf(alive);
        }
    }

    /// Whether damage to the last commit would be told from one that a crash tore.
    boolean isMarked() {
        return log.isMarked();
    }

    /// Flushes and copies the state now.
    void keepState() {
        keeper.keepOnce();
    }

    @Override
    public void close() {
        close(true);
    }

    /// Stops as a crash would, as far as the state is concerned: what is in memory is lost.
    void abandon() {
        close(false);
    }

    private void close(boolean flush) {
        closing.lock();
        try {
            if (closed) return;
            closed = true;
            committer.close();
            feed.close();
            boolean idle = keeper.close();
            if (flush && idle) keeper.keepOnce();
            state.close();
            log.close();
            locks.close();
        } finally {
            closing.unlock();
        }
    }
}
