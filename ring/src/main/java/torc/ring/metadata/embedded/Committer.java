package torc.ring.metadata.embedded;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.ring.log.AppendOutcome;
import torc.ring.log.MirroredLog;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.MetadataDamaged;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.state.Batch;
import torc.ring.metadata.state.FreeSpace;
import torc.ring.metadata.state.StateBroken;

/// The one thread through which all commits go: takes what waits, decides in order, makes one record of it durable,
/// puts it into the state, answers. Throughput comes from the batches: while one is synced, the next gathers.
///
/// The state changes only after the log is durable, so no read ever sees what a power cut could take back.
final class Committer {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);

    private static final int INITIAL_RECORD_BYTES = 1 << 20;

    /// A record buffer that one large transaction has blown up beyond this is not kept.
    private static final int KEPT_RECORD_BYTES = 8 << 20;

    /// Longer than it takes to notice that mirrors hang. Nobody waits for ever, also where the only one does.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    /// Of transactions that wait; callers hold their bytes in memory.
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private static final long IDLE_MILLIS = 1000;

    private static final long RETRY_NANOS = 100_000_000;

    private final MetadataConfig config;
    private final MirroredLog mirroredLog;
    private final StateGuard state;
    private final Feed feed;
    private final StateKeeper keeper;
    private final FreeSpace space;
    private final BlockingQueue<Pending> queue;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Thread thread;

    private ByteBuffer record = ByteBuffer.allocateDirect(INITIAL_RECORD_BYTES);
    private volatile boolean closing;
    private volatile boolean stopped;

    Committer(
            MetadataConfig config,
            MirroredLog mirroredLog,
            StateGuard state,
            Feed feed,
            StateKeeper keeper,
            FreeSpace space,
            ThreadFactory threads) {
        this.config = config;
        this.mirroredLog = mirroredLog;
        this.state = state;
        this.feed = feed;
        this.keeper = keeper;
        this.space = space;
        this.queue = new ArrayBlockingQueue<>(config.queuedTransactions());
        this.thread = threads.newThread(this::run);
        thread.setName("metadata-commit");
    }

    void start() {
        thread.start();
    }

    CommitOutcome commit(Transaction transaction) {
        if (closing) return new CommitOutcome.Refused(Reason.UNAVAILABLE);
        var pending = new Pending(transaction);
        if (!offer(pending)) return new CommitOutcome.Refused(Reason.BUSY);
        if (stopped) refuseAll();
        return pending.await(ANSWER_LIMIT);
    }

    /// A transaction that finds nothing waiting is let in whatever its size.
    private boolean offer(Pending pending) {
        long before = queuedBytes.getAndAdd(pending.bytes());
        if ((before == 0 || before + pending.bytes() <= MAX_QUEUED_BYTES) && queue.offer(pending)) return true;
        queuedBytes.addAndGet(-pending.bytes());
        return false;
    }

    private void run() {
        List<Pending> taken = List.of();
        try {
            while (!closing || !queue.isEmpty()) {
                taken = take();
                if (taken.isEmpty()) mirroredLog.mark();
                else commit(taken);
            }
        } catch (Throwable e) { // The thread's outermost frame: no caller may wait for ever.
            log.error("Metadata commits have stopped", e);
            for (var pending : taken) pending.complete(new CommitOutcome.Unknown(e.toString()));
        } finally {
            closing = true;
            stopped = true;
            refuseAll();
        }
    }

    private List<Pending> take() throws InterruptedException {
        var first = poll();
        if (first == null) return List.of();
        var taken = new ArrayList<Pending>();
        long bytes = 0;
        for (var pending = first; pending != null; pending = bytes < config.batchBytes() ? queue.poll() : null) {
            taken.add(pending);
            bytes += pending.bytes();
        }
        queuedBytes.addAndGet(-bytes);
        return taken;
    }

    private @Nullable Pending poll() throws InterruptedException {
        var soon = queue.poll(config.log().idleBeforeMark().toMillis(), TimeUnit.MILLISECONDS);
        if (soon != null || closing) return soon;
        mirroredLog.mark();
        return queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void commit(List<Pending> taken) {
        if (mirroredLog.isBroken()) {
            for (var pending : taken) pending.complete(new CommitOutcome.Refused(Reason.UNAVAILABLE));
            return;
        }
        Verdicts verdicts;
        try {
            verdicts = decide(taken);
        } catch (MetadataDamaged e) {
            if (taken.size() == 1) taken.getFirst().fail(e);
            else for (var pending : taken) commit(List.of(pending)); // Only who needs the damaged row has to fail.
            return;
        }
        if (verdicts.isEmpty()) verdicts.announce();
        else append(verdicts);
        var used = verdicts.usedRecord();
        record = used.capacity() <= KEPT_RECORD_BYTES ? used : ByteBuffer.allocateDirect(INITIAL_RECORD_BYTES);
    }

    private Verdicts decide(List<Pending> taken) {
        boolean full = space.isScarce();
        return state.with(current -> {
            var verdicts = new Verdicts(current, record, full);
            taken.forEach(verdicts::decide);
            return verdicts;
        });
    }

    private void append(Verdicts verdicts) {
        int bytes = verdicts.payloadBytes();
        var payload = verdicts.payload();
        switch (mirroredLog.append(verdicts.sealed(), bytes)) {
            case AppendOutcome.Durable durable -> {
                write(verdicts.batch(), durable.sequence());
                feed.publish(durable.sequence(), payload);
                verdicts.announce();
                keeper.applied(MirroredLog.storedBytes(bytes));
            }
            case AppendOutcome.Full _ -> {
                var full = new CommitOutcome.Refused(Reason.FULL);
                verdicts.announceInstead(full, full);
            }
            case AppendOutcome.Broken broken ->
                verdicts.announceInstead(
                        new CommitOutcome.Unknown(broken.cause()), new CommitOutcome.Refused(Reason.UNAVAILABLE));
        }
    }

    private void write(Batch batch, long sequence) {
        while (true) {
            try {
                state.run(current -> batch.writeTo(current, sequence));
                return;
            } catch (StateBroken e) {
                // The device is full. The record is durable, so the state has to take it in before anything goes on;
                // RocksDB does so by itself when space returns.
                if (closing || !e.isLackOfSpace()) throw e;
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void refuseAll() {
        for (var pending = queue.poll(); pending != null; pending = queue.poll())
            pending.complete(new CommitOutcome.Refused(Reason.UNAVAILABLE));
    }

    /// Whether no commit is possible any more, because the store was closed or something went wrong for good.
    boolean isStopped() {
        return closing;
    }

    /// Lets what waits commit, then stops.
    void close() {
        closing = true;
        if (!Threads.join(thread, ANSWER_LIMIT)) log.error("The metadata log hangs, what waits is in doubt");
    }
}
