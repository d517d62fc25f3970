package torc.ring.metadata.replicated;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.ring.metadata.CommitOutcome;
import torc.ring.metadata.CommitOutcome.Reason;
import torc.ring.metadata.Transaction;
import torc.ring.metadata.state.FreeSpace;

/// A commit's way into the group's log: all that waits becomes one entry, and a few entries are under way at
/// once.
final class Proposer {
    private static final Logger log = LoggerFactory.getLogger(Proposer.class);

    /// Of transactions that wait; callers hold their bytes in memory.
    private static final long MAX_QUEUED_BYTES = 64L << 20;

    private static final long IDLE_MILLIS = 200;

    private final GroupConfig config;
    private final GroupNode node;
    private final Id128 self;
    private final FreeSpace space;
    private final BlockingQueue<Waiting> queue;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Semaphore inFlight;
    private final Thread thread;
    private volatile boolean closing;
    private volatile int format;
    private long number;

    /// A transaction whose caller waits.
    private record Waiting(Transaction transaction, long bytes, CompletableFuture<Object> outcome) {}

    /// @param self names this process's proposals; no other process may ever have had it
    /// @param space of this member's device
    Proposer(GroupConfig config, GroupNode node, Id128 self, FreeSpace space) {
        this.config = config;
        this.node = node;
        this.self = self;
        this.space = space;
        queue = new ArrayBlockingQueue<>(config.queuedTransactions());
        format = config.entryFormats().oldest();
        inFlight = new Semaphore(config.batchesInFlight());
        thread = Thread.ofVirtual().name("metadata-propose").start(this::run);
    }

    /// From now on entries are written in this format.
    void write(int entryFormat) {
        format = entryFormat;
    }

    CommitOutcome commit(Transaction transaction) {
        if (closing) return new CommitOutcome.Refused(Reason.UNAVAILABLE);
        var waiting = new Waiting(transaction, TransactionCodec.maxBytes(transaction), new CompletableFuture<>());
        if (!offer(waiting)) return new CommitOutcome.Refused(Reason.BUSY);
        if (closing && queue.remove(waiting)) return new CommitOutcome.Refused(Reason.UNAVAILABLE);
        return await(waiting);
    }

    private boolean offer(Waiting waiting) {
        long before = queuedBytes.getAndAdd(waiting.bytes());
        if ((before == 0 || before + waiting.bytes() <= MAX_QUEUED_BYTES) && queue.offer(waiting)) return true;
        queuedBytes.addAndGet(-waiting.bytes());
        return false;
    }

    /// Waits, whatever interrupts: what became of the transaction has to be known.
    private CommitOutcome await(Waiting waiting) {
        boolean interrupted = false;
        try {
            long until = System.nanoTime() + 2 * config.patience().toNanos();
            while (true) {
                try {
                    var outcome = waiting.outcome().get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (outcome instanceof ArithmeticException thrown) throw thrown;
                    return (CommitOutcome) outcome;
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (TimeoutException _) {
                    return new CommitOutcome.Unknown("the group has not answered");
                } catch (ExecutionException e) {
                    return new CommitOutcome.Unknown(String.valueOf(e.getCause()));
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                var first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) continue;
                inFlight.acquire(); // What comes meanwhile goes into the same entry.
                propose(admitted(gather(first)));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closing = true;
            for (var left = queue.poll(); left != null; left = queue.poll())
                left.outcome().complete(new CommitOutcome.Refused(Reason.UNAVAILABLE));
        }
    }

    private List<Waiting> gather(Waiting first) {
        var batch = new ArrayList<Waiting>();
        long bytes = 0;
        for (var each = first; each != null; each = bytes < config.batchBytes() ? queue.poll() : null) {
            batch.add(each);
            bytes += each.bytes();
        }
        queuedBytes.addAndGet(-bytes);
        return batch;
    }

    /// What a device that is nearly full still takes; the rest is refused.
    private List<Waiting> admitted(List<Waiting> batch) {
        if (!space.isScarce()) return batch;
        var passing = new ArrayList<Waiting>();
        for (var each : batch) {
            if (FreeSpace.isFreedBy(each.transaction().writes())) passing.add(each);
            else each.outcome().complete(new CommitOutcome.Refused(Reason.FULL));
        }
        return passing;
    }

    private void propose(List<Waiting> batch) {
        if (batch.isEmpty()) {
            inFlight.release();
            return;
        }
        long proposal = ++number;
        Thread.ofVirtual().start(() -> {
            try {
                send(batch, proposal);
            } catch (RuntimeException e) {
                log.error("A proposal failed", e);
                batch.forEach(each -> each.outcome().complete(new CommitOutcome.Unknown(e.toString())));
            } finally {
                inFlight.release();
            }
        });
    }

    private void send(List<Waiting> batch, long proposal) {
        var transactions = batch.stream().map(Waiting::transaction).toList();
        try {
            var answer = node.propose(Proposal.encode(self, proposal, transactions, format));
            var outcomes = OutcomeCodec.decode(transactions, answer);
            for (int i = 0; i < outcomes.size(); i++) batch.get(i).outcome().complete(outcomes.get(i));
        } catch (GroupNode.NoAnswer e) {
            var unknown = new CommitOutcome.Unknown(String.valueOf(e.getMessage()));
            batch.forEach(each -> each.outcome().complete(unknown));
        }
    }

    void close() {
        closing = true;
        try {
            thread.join(config.patience());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
