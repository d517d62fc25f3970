package torc.ring.log;

import java.time.Duration;

/// Sizes of a log.
///
/// @param segmentBytes bytes of a segment; one that a single record outgrows is made as large as that needs
/// @param firstSegmentBytes bytes of a segment that somebody waits for, because no spare one is there yet
/// @param retainedBytes bytes of segments that are kept for watches although no recovery needs them
/// @param idleBeforeMark how long after the last append a mark is written behind it
/// @param hangLimit after which a mirror that does not answer counts as failed, if there are others
public record LogConfig(
        long segmentBytes, long firstSegmentBytes, long retainedBytes, Duration idleBeforeMark, Duration hangLimit) {
    public LogConfig {
        if (firstSegmentBytes < 4 * RecordFormat.BLOCK_BYTES || segmentBytes < firstSegmentBytes)
            throw new IllegalArgumentException("segments of " + firstSegmentBytes + " and " + segmentBytes + " bytes");
        if (!hangLimit.isPositive()) throw new IllegalArgumentException("hang limit " + hangLimit);
        if (retainedBytes < 0) throw new IllegalArgumentException("retained " + retainedBytes);
    }

    /// 64 MiB segments, of which 128 MiB are kept. Three mirrors that hang are noticed within 30 s.
    public static LogConfig defaults() {
        return new LogConfig(64L << 20, 4L << 20, 128L << 20, Duration.ofMillis(20), Duration.ofSeconds(10));
    }
}
