package torc.objectserver.repair;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Id128;
import torc.objectserver.replica.RepairRequests;

/// Blobs that were seen to be damaged or not complete, healed a moment later: copies that are only late
/// need no healing. Bounded; what finds no room is found again by [AntiEntropy]. Safe for many threads.
public final class RepairQueue implements RepairRequests {
    private static final Logger LOG = LoggerFactory.getLogger(RepairQueue.class);

    /// A blob takes about 100 bytes here.
    private static final int MOST_WAITING = 50_000;

    private static final int MOST_ATTEMPTS = 5;

    private final LinkedHashMap<Id128, Waiting> waiting = new LinkedHashMap<>();
    private final long delayNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong copied = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    private record Waiting(Id128 blob, int attempts, long dueAt) {}

    /// @param delay time between the request and the healing, and between attempts
    public RepairQueue(Duration delay, LongSupplier nanoTime) {
        this.delayNanos = delay.toNanos();
        this.nanoTime = nanoTime;
    }

    /// What was done so far.
    ///
    /// @param waiting blobs that wait to be healed
    /// @param copied copies made
    /// @param removed copies removed since their blob was deleted
    /// @param givenUp blobs left to the next round over all partitions after several attempts
    /// @param dropped requests for which there was no room
    public record Progress(long waiting, long copied, long removed, long givenUp, long dropped) {}

    @Override
    public void request(Id128 blob, int partition) {
        add(blob, 0);
    }

    private synchronized void add(Id128 blob, int attempts) {
        if (waiting.size() >= MOST_WAITING) dropped.incrementAndGet();
        else waiting.putIfAbsent(blob, new Waiting(blob, attempts, nanoTime.getAsLong() + delayNanos));
    }

    /// Heals what is due, and comes back when nothing is.
    public void healDue(Healing healing) throws InterruptedException {
        var round = healing.round();
        for (var next = takeDue(); next != null; next = takeDue()) {
            var blob = next;
            round.heal(blob.blob, outcome -> ended(blob, outcome));
        }
        round.await();
    }

    private void ended(Waiting blob, HealOutcome outcome) {
        switch (outcome) {
            case HealOutcome.Whole(var copies, var _) -> copied.addAndGet(copies);
            case HealOutcome.Deleted(var copies) -> removed.addAndGet(copies);
            case HealOutcome.Incomplete(var cause, var copies) -> {
                copied.addAndGet(copies);
                again(blob, cause);
            }
            case HealOutcome.NoCopy _ -> again(blob, "no sound copy is left");
        }
    }

    /// Every entry waits equally long, so the oldest is the first that is due.
    private synchronized @Nullable Waiting takeDue() {
        var oldest = waiting.firstEntry();
        if (oldest == null || nanoTime.getAsLong() - oldest.getValue().dueAt < 0) return null;
        waiting.pollFirstEntry();
        return oldest.getValue();
    }

    private void again(Waiting tried, String cause) {
        if (tried.attempts + 1 < MOST_ATTEMPTS) {
            add(tried.blob, tried.attempts + 1);
            return;
        }
        givenUp.incrementAndGet();
        LOG.warn("Repair left to the next round blob={} reason={}", tried.blob, cause);
    }

    public synchronized Progress progress() {
        return new Progress(waiting.size(), copied.get(), removed.get(), givenUp.get(), dropped.get());
    }
}
