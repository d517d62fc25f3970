package torc.tools.fsck;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.id.Ids;
import torc.objectserver.daemon.StopSignal;
import torc.proxy.fsck.CheckScope;
import torc.proxy.rebuild.Restored;

/// A check that runs on a thread of its own while the node works on, and what it has found. Safe for many
/// threads.
final class FsckJob implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(FsckJob.class);

    /// Faults that go into one answer: a name may have 1 KiB, and an answer has 256 KiB at most.
    private static final int PAGE = 50;

    /// Of what could not be looked at, so much is told.
    private static final int MOST_UNSEEN = 50;

    private final Checked checked;
    private final boolean repairs;
    private final Optional<Ids> rebuilding;
    private final StopSignal stop = new StopSignal();
    private final Tally tally = new Tally();
    private volatile FsckAnswer.State state = FsckAnswer.State.RUNNING;
    private volatile String step = "rows";
    private volatile String cause = "";
    private volatile int percent;
    private volatile long shards;
    private volatile long blobs;
    private volatile Map<String, String> unseen = Map.of();
    private volatile Restored restored = Restored.NOTHING;

    private FsckJob(Checked checked, boolean repairs, Optional<Ids> rebuilding) {
        this.checked = checked;
        this.repairs = repairs;
        this.rebuilding = rebuilding;
    }

    /// @param rebuilding present if lost rows are to be made anew first: gives ids
    static FsckJob begin(Checked checked, boolean repairs, Optional<Ids> rebuilding, ThreadFactory threads) {
        var job = new FsckJob(checked, repairs, rebuilding);
        threads.newThread(job::run).start();
        return job;
    }

    private void run() {
        try {
            if (rebuilding.isPresent())
                restored = new RebuildRun(checked, rebuilding.get(), Optional.of(stop), tally::note, this).run();
            var extent = new DataCheck(checked, repairs, Optional.of(stop), tally::note, this).run();
            unseen = extent.unseen().entrySet().stream()
                    .limit(MOST_UNSEEN)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, TreeMap::new));
            state = FsckAnswer.State.ENDED;
            LOG.info(
                    "Check ended shards={} blobs={} faults={}",
                    shards,
                    blobs,
                    tally.counts().faults());
        } catch (InterruptedException _) {
            failed("it was stopped");
        } catch (RuntimeException e) { // The outermost frame of what this thread is for.
            LOG.warn("Check failed", e);
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String why) {
        cause = why;
        state = FsckAnswer.State.FAILED;
    }

    boolean runs() {
        return state == FsckAnswer.State.RUNNING;
    }

    CheckScope scope() {
        return checked.scope();
    }

    void stop() {
        stop.stop();
    }

    @Override
    public void rows(long count) {
        shards = count;
    }

    @Override
    public void blobs(long count, int partition, int partitions) {
        step = "blobs";
        blobs = count;
        percent = (int) (100L * partition / Math.max(1, partitions));
    }

    @Override
    public void waits(String what) {
        step = what;
        percent = 100;
    }

    /// @param known faults that are not told again
    FsckAnswer answer(int known) {
        var now = state; // Before the counts: an answer that says "ended" has them all.
        var counts = tally.counts();
        return new FsckAnswer(
                now,
                step,
                now == FsckAnswer.State.ENDED ? 100 : percent,
                shards,
                blobs,
                counts.lost(),
                counts.wrong(),
                counts.repaired(),
                counts.left(),
                unseen,
                restored,
                cause,
                tally.from(known, PAGE));
    }
}
