package torc.ring.metadata.state;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import torc.ring.log.LogDamaged;
import torc.ring.metadata.RowKey;
import torc.ring.metadata.ShardKey;
import torc.ring.metadata.Watch;

/// A watch over the feed. It remembers the next record to look at; where it has to begin it finds out by the
/// revisions that the records carry, for a shard's grow by one per commit.
public final class FeedWatch implements Watch {
    /// Greatest number of commits that one call gives.
    private static final int MAX_COMMITS = 1000;

    /// Far longer than a commit takes from the state to the feed.
    private static final long CATCH_UP_NANOS = 5_000_000_000L;

    private final CommitFeed feed;
    private final LongSupplier applied;
    private final LongSupplier revision;
    private final ShardKey shard;
    private final int shardNumber;
    private final RowKey prefix;
    private long after;
    private long next;

    /// @param applied the newest record that the state has taken in
    /// @param revision the revision of the shard that the shard key lives in
    public FeedWatch(
            CommitFeed feed, LongSupplier applied, LongSupplier revision, ShardKey shard, RowKey prefix, long after) {
        this.feed = feed;
        this.applied = applied;
        this.revision = revision;
        this.shard = shard;
        this.shardNumber = StateKeys.shardNumber(shard);
        this.prefix = prefix;
        this.after = after;
    }

    @Override
    public WatchOutcome next(Duration patience) {
        long left = patience.toNanos();
        try {
            while (true) {
                if (feed.isClosed()) throw new IllegalStateException("the metadata store is closed");
                var outcome = look();
                boolean found = !(outcome instanceof WatchOutcome.Changes(var commits)) || !commits.isEmpty();
                if (found || (left <= 0 && next > feed.last())) return outcome;
                left = feed.await(next - 1, left);
            }
        } catch (LogDamaged _) {
            // The log moved on, or this part of it is damaged everywhere: either way it no longer reaches back.
            next = 0;
            return new WatchOutcome.Compacted(revision.getAsLong());
        }
    }

    private WatchOutcome look() {
        if (next == 0) return begin();
        long last = feed.last();
        var commits = new ArrayList<Commit>();
        long from = next;
        next = last + 1;
        feed.read(from, last, (sequence, payload) -> collect(commits, sequence, payload));
        return new WatchOutcome.Changes(commits);
    }

    private WatchOutcome begin() {
        long reached = applied.getAsLong();
        long newest = revision.getAsLong();
        if (after >= newest) {
            next = reached + 1;
            return new WatchOutcome.Changes(List.of());
        }
        // The state is a moment ahead of the feed: wait for the record that made this revision.
        feed.await(applied.getAsLong() - 1, CATCH_UP_NANOS);
        long last = feed.last();
        var first = new long[] {newest + 1};
        long from = feed.oldest();
        feed.read(from, last, (sequence, payload) -> {
            for (var commit : BatchCodec.decode(payload)) {
                if (StateKeys.shardNumber(commit.shard()) != shardNumber) continue;
                first[0] = commit.revision();
                next = sequence;
                return false;
            }
            return true;
        });
        if (first[0] > after + 1) {
            next = 0;
            return new WatchOutcome.Compacted(first[0] - 1);
        }
        if (next == 0) next = last + 1;
        return new WatchOutcome.Changes(List.of());
    }

    private boolean collect(List<Commit> commits, long sequence, ByteBuffer payload) {
        for (var commit : BatchCodec.decode(payload)) {
            if (StateKeys.shardNumber(commit.shard()) != shardNumber || commit.revision() <= after) continue;
            after = commit.revision();
            if (!commit.shard().equals(shard)) continue;
            var writes = commit.writes().stream()
                    .filter(write -> write.key().startsWith(prefix))
                    .toList();
            if (!writes.isEmpty()) commits.add(new Commit(commit.revision(), shard, writes));
        }
        if (commits.size() < MAX_COMMITS) return true;
        next = sequence + 1;
        return false;
    }

    @Override
    public void close() {}
}
