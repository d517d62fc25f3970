package torc.ring.metadata.replicated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.pace.Pace;
import torc.common.version.VersionRange;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.OtherRelease;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.state.Batch;
import torc.ring.metadata.state.BatchCodec;
import torc.ring.metadata.state.State;
import torc.ring.metadata.state.StateBroken;
import torc.ring.metadata.state.StateConfig;
import torc.ring.metadata.state.StateKeys;

/// What every member makes of the log: each entry's transactions are decided and taken in, in their order. It
/// depends
/// on
/// nothing but the log, so that all members come to the same rows.
///
/// The rows have no log of their own. After a crash they are as of the last flush, and Ratis gives the entries
/// since
/// the
/// last snapshot, which is never later, once more: those that the rows have already are left out.
final class RowMachine extends BaseStateMachine {
    private static final Logger log = LoggerFactory.getLogger(RowMachine.class);

    private static final String ROWS = "rows";
    private static final long SNAPSHOT_MILLIS = 60_000;
    private static final ClientId CLIENT = ClientId.randomId();
    private static final AtomicLong CALLS = new AtomicLong();

    /// What of the memory chunks of snapshots may take that were sent to other members.
    private static final int SENT_SHARE = 4;

    private final StateConfig config;
    private final long snapshotBytes;
    private final long retainedEntries;
    private final VersionRange formats;
    private volatile Optional<OtherRelease> refusal = Optional.empty();
    private volatile boolean logFailed;
    private final Rows rows;
    private final GroupFeed feed;
    private final Proposers proposers = new Proposers();
    private Path live = Path.of(ROWS);
    private final Pace chunks = new Pace(
            GroupProperties.chunksPerSecond(Runtime.getRuntime().maxMemory() / SENT_SHARE),
            System::nanoTime,
            TimeUnit.NANOSECONDS::sleep);
    private Snapshots snapshots = new Snapshots(live, chunks);
    private long bytesSinceSnapshot;

    /// @param rows lent out here; they and the feed outlive this machine, which is one opening of the member
    RowMachine(GroupConfig config, Rows rows, GroupFeed feed) {
        this.rows = rows;
        this.feed = feed;
        this.config = config.state();
        this.snapshotBytes = config.snapshotBytes();
        this.retainedEntries = config.retainedEntries();
        this.formats = config.entryFormats();
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
        super.initialize(server, group, storage);
        var directory = storage.getStorageDir();
        live = directory.getRoot().toPath().resolve(ROWS);
        snapshots = new Snapshots(directory.getStateMachineDir().toPath(), chunks);
        snapshots.init(storage);
        getLifeCycle().startAndTransition(this::open, IOException.class);
    }

    private void open() throws IOException {
        var newest = snapshots.newest();
        rows.replace(() -> {
            if (newest.isEmpty() || isUsable(newest.get().last().getIndex())) return openLive();
            Snapshots.restore(newest.get(), live);
            return State.open(live, config);
        });
        proposers.clear();
        setLastAppliedTermIndex(newest.map(Snapshots.Snapshot::last).orElse(TermIndex.INITIAL_VALUE));
        feed.restart(rows.with(State::applied));
    }

    /// Whether the rows are there and no older than the snapshot from which Ratis goes on.
    private boolean isUsable(long snapshot) {
        if (!Files.exists(live)) return false;
        try (var state = State.open(live, config)) {
            return state.applied() >= snapshot;
        } catch (StateBroken e) {
            log.error("A member's rows are damaged, its last snapshot takes their place folder={}", live, e);
            return false;
        }
    }

    private State openLive() throws IOException {
        if (!Files.exists(live)) return State.create(live, config);
        try {
            return State.open(live, config);
        } catch (StateBroken e) {
            // No snapshot was taken yet, so the log has everything.
            log.error("A member's rows are damaged, they are made anew from the log folder={}", live, e);
            Snapshots.delete(live);
            return State.create(live, config);
        }
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /// After a snapshot came from the leader.
    @Override
    public void reinitialize() throws IOException {
        snapshots.init(getServer().join().getDivision(getGroupId()).getRaftStorage());
        var newest = snapshots.newest().orElseThrow(() -> new IOException("the snapshot is not there"));
        snapshots.makeDurable(newest);
        rows.replace(() -> {
            Snapshots.restore(newest, live);
            return State.open(live, config);
        });
        proposers.clear();
        setLastAppliedTermIndex(newest.last());
        feed.publish(newest.last().getIndex());
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    @Override
    public Snapshots getStateMachineStorage() {
        return snapshots;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext context) {
        var entry = context.getLogEntry();
        // What is thrown here closes this member: to go on would be to have other rows than the others.
        var data = entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer();
        var bytes = data.remaining();
        var answer = apply(entry.getIndex(), data);
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        bytesSinceSnapshot += bytes;
        if (bytesSinceSnapshot >= snapshotBytes) askForSnapshot();
        return CompletableFuture.completedFuture(answer);
    }

    /// Ratis itself counts entries only.
    private void askForSnapshot() {
        bytesSinceSnapshot = 0;
        var server = getServer().join();
        var request = SnapshotManagementRequest.newCreate(
                CLIENT, server.getId(), getGroupId(), CALLS.incrementAndGet(), SNAPSHOT_MILLIS);
        var _ = Thread.ofVirtual().start(() -> {
            var _ = server.snapshotManagementAsync(request);
        });
    }

    private Message apply(long index, ByteBuffer entry) {
        var proposal = decoded(entry);
        var outcomes = rows.with(state -> index <= state.applied() ? unknown(proposal) : take(state, index, proposal));
        feed.publish(index);
        // Ratis keeps answers for a while, for whoever asks again: bytes, since a lambda would keep the proposal too.
        return Message.valueOf(wrap(OutcomeCodec.encode(proposal.transactions(), outcomes)));
    }

    private Proposal decoded(ByteBuffer entry) {
        try {
            return Proposal.decode(entry, formats);
        } catch (OtherRelease e) {
            refusal = Optional.of(e);
            log.error("This member takes no more part reason={}", e.getMessage());
            throw e;
        }
    }

    /// From then on the log takes nothing more, however much room there may be again.
    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        if (!logFailed) log.error("The log of this member cannot be written cause={}", cause.toString());
        logFailed = true;
    }

    /// Whether the log takes nothing more.
    boolean hasFailedLog() {
        return logFailed;
    }

    /// Why this member takes no part any more; empty if it does.
    Optional<OtherRelease> refusal() {
        return refusal;
    }

    private static List<Object> unknown(Proposal proposal) {
        return proposal.transactions().stream()
                .<Object>map(_ -> new CommitOutcome.Unknown("its answer was lost"))
                .toList();
    }

    private List<Object> take(State state, long index, Proposal proposal) {
        var batch = new Batch(state);
        if (!proposers.admit(state, batch, proposal.proposer(), proposal.number(), index)) return unknown(proposal);
        var outcomes = new ArrayList<>();
        var committed = new ArrayList<BatchCodec.Commit>();
        for (var transaction : proposal.transactions()) outcomes.add(decide(batch, transaction, committed));
        if (!committed.isEmpty()) batch.putOwn(StateKeys.recordKey(index), BatchCodec.encode(committed));
        batch.writeTo(state, index);
        return outcomes;
    }

    private static Object decide(Batch batch, Transaction transaction, List<BatchCodec.Commit> committed) {
        try {
            var outcome = batch.decide(transaction);
            if (outcome instanceof CommitOutcome.Committed(long revision)
                    && !transaction.writes().isEmpty())
                committed.add(new BatchCodec.Commit(transaction.shard(), revision, transaction.writes()));
            return outcome;
        } catch (ArithmeticException e) {
            return e;
        }
    }

    private static ByteString wrap(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /// Reads look at the rows themselves; the question only waits until they are new enough.
    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public long takeSnapshot() throws IOException {
        var last = getLastAppliedTermIndex();
        if (last.getIndex() < 0) return last.getIndex();
        try {
            rows.with(state -> {
                state.deleteOwn(
                        StateKeys.recordKey(0), StateKeys.recordKey(Math.max(0, last.getIndex() - retainedEntries)));
                state.flush();
                return state;
            });
            snapshots.take(rows, last);
            bytesSinceSnapshot = 0;
        } catch (RuntimeException e) {
            throw new IOException("no snapshot was taken", e);
        }
        return last.getIndex();
    }

    @Override
    public void close() {
        rows.takeAway();
    }
}
