package torc.objectserver.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the copies of one write as they become durable or fail, and decides once. Safe for many threads.
public final class Ballot {
    private final int copies;
    private final int quorum;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> byDevice = new HashMap<>();
    private int heaviest = 1;
    private int durable;
    private int outOfPlace;
    private boolean decided;
    private boolean accepted;

    public Ballot(int copies, int quorum) {
        this.copies = copies;
        this.quorum = quorum;
    }

    /// @param accepted whether the quorum is durable
    /// @param durable how many copies were durable at that time
    /// @param complete whether every copy is durable on its primary
    public record Decision(boolean accepted, int durable, boolean complete, String failures) {}

    /// What a late copy has to know of the decision.
    enum Standing {
        /// Not decided yet: the vote counts.
        OPEN,
        ACCEPTED,
        REFUSED
    }

    Standing durable(boolean primary, String device) {
        lock.lock();
        try {
            durable++;
            heaviest = Math.max(heaviest, byDevice.merge(device, 1, Integer::sum));
            if (!primary) outOfPlace++;
            changed.signalAll();
            return standing();
        } finally {
            lock.unlock();
        }
    }

    Standing failed(String cause) {
        lock.lock();
        try {
            failures.add(cause);
            changed.signalAll();
            return standing();
        } finally {
            lock.unlock();
        }
    }

    private Standing standing() {
        if (!decided) return Standing.OPEN;
        return accepted ? Standing.ACCEPTED : Standing.REFUSED;
    }

    /// Waits until all copies have voted, or the quorum is there and stragglers had their time, or the quorum
    /// cannot be had any more, or the limit has passed.
    public Decision decide(long limitNanos, long stragglerNanos) throws InterruptedException {
        lock.lock();
        try {
            var left = limitNanos;
            while (left > 0 && !hasQuorum() && canHaveQuorum()) left = changed.awaitNanos(left);
            if (hasQuorum()) {
                left = stragglerNanos;
                while (left > 0 && durable + failures.size() < copies) left = changed.awaitNanos(left);
            }
            return close();
        } finally {
            lock.unlock();
        }
    }

    /// Without the device that holds most there is still one less than the quorum: where two stand on one
    /// device, one more is
    /// asked for.
    private boolean hasQuorum() {
        return durable - (heaviest - 1) >= quorum;
    }

    private boolean canHaveQuorum() {
        return copies - failures.size() >= quorum && durable + failures.size() < copies;
    }

    /// Decides that the write is given up, if nothing else was decided.
    public void giveUp() {
        lock.lock();
        try {
            decided = true;
        } finally {
            lock.unlock();
        }
    }

    private Decision close() {
        decided = true;
        accepted = hasQuorum();
        var causes = failures.isEmpty() ? "time limit" : String.join("; ", failures);
        return new Decision(accepted, durable, durable == copies && outOfPlace == 0, causes);
    }
}
