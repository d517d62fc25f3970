package torc.objectserver.reclaim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.reclaim.DeadBlobs.DeadBlob;

/// Executes the deletes that rows have declared. A blob that is not gone from every device stays in the
/// queue and is tried again by the next round, so the queue is the record of the devices that could not be
/// reached.
public final class DeadBlobSweep {
    private final DeadBlobs queue;
    private final BlobStore store;
    private final ReclaimLimits limits;
    private final Pace blobsPace;
    private final InstantSource clock;
    private final ThreadFactory threads;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong unfinished = new AtomicLong();

    public DeadBlobSweep(
            DeadBlobs queue,
            BlobStore store,
            ReclaimLimits limits,
            Pace blobsPace,
            InstantSource clock,
            ThreadFactory threads) {
        this.queue = queue;
        this.store = store;
        this.limits = limits;
        this.blobsPace = blobsPace;
        this.clock = clock;
        this.threads = threads;
    }

    /// What was done so far.
    ///
    /// @param deleted blobs gone from every device
    /// @param unfinished attempts that some device did not answer
    public record Progress(long rounds, long deleted, long unfinished) {}

    public Progress progress() {
        return new Progress(rounds.get(), deleted.get(), unfinished.get());
    }

    /// One round over all entries that are due.
    public void round() throws InterruptedException {
        var now = clock.instant();
        var after = Optional.<String>empty();
        for (var page = queue.due(now, after, limits.page());
                !page.isEmpty();
                page = queue.due(now, after, limits.page())) {
            blobsPace.spend(page.size());
            var done = deleteAll(page);
            if (!done.isEmpty()) queue.done(done);
            deleted.addAndGet(done.size());
            unfinished.addAndGet(page.size() - done.size());
            after = Optional.of(page.getLast().entry());
        }
        rounds.incrementAndGet();
    }

    private List<DeadBlob> deleteAll(List<DeadBlob> page) throws InterruptedException {
        var done = new ConcurrentLinkedQueue<DeadBlob>();
        var slots = new Semaphore(limits.deletesAtOnce());
        for (var dead : page) {
            slots.acquire();
            threads.newThread(() -> {
                        try {
                            if (store.delete(dead.blob())) done.add(dead);
                        } finally {
                            slots.release();
                        }
                    })
                    .start();
        }
        slots.acquire(limits.deletesAtOnce());
        return new ArrayList<>(done);
    }
}
