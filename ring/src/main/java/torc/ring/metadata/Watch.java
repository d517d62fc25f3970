package torc.ring.metadata;

import java.time.Duration;
import java.util.List;

/// An ordered, replayable feed of the commits of one shard. For one thread.
public interface Watch extends AutoCloseable {
    /// The next commits in order of revision; empty if none came within `patience`.
    WatchOutcome next(Duration patience);

    @Override
    void close();

    /// What a watch gives.
    sealed interface WatchOutcome {
        /// Commits in order, without a gap after the ones given before.
        record Changes(List<Commit> commits) implements WatchOutcome {
            public Changes {
                commits = List.copyOf(commits);
            }
        }

        /// The feed no longer reaches back to where this watch wants to go on: read the rows, then watch from
        /// `oldestRevision` or later.
        record Compacted(long oldestRevision) implements WatchOutcome {}
    }

    /// A commit: the writes, as they were given, whose keys start with the watched prefix.
    record Commit(long revision, ShardKey shard, List<Write> writes) {
        public Commit {
            writes = List.copyOf(writes);
        }
    }
}
