package torc.ring.metadata.state;

import java.nio.ByteBuffer;
import java.util.function.BiPredicate;
import torc.ring.log.LogDamaged;

/// The records that made a state, as watches read them: each holds the commits of one batch (see `BatchCodec`) and has
/// the sequence number of the log entry that it came from.
public interface CommitFeed {
    /// The newest record that watches may see.
    long last();

    /// The oldest record that can still be read.
    long oldest();

    /// Gives the records from `from` to `to`, until the reader has enough and says so by `false`.
    ///
    /// @throws LogDamaged if some are no longer there
    void read(long from, long to, BiPredicate<Long, ByteBuffer> reader);

    /// Waits until something after `sequence` is published.
    ///
    /// @return how much of the time is left, or nothing or less if it passed
    long await(long sequence, long nanos);

    boolean isClosed();
}
