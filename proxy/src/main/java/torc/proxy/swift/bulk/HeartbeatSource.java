package torc.proxy.swift.bulk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// The body of an answer that takes long: a space every few seconds, so that nobody on the way takes the
/// connection for dead, an empty line, and what there is to say. For one thread.
public final class HeartbeatSource implements ByteSource {
    /// Swift's `yield_frequency`.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final String EMPTY_LINE = "\r\n\r\n";

    private final Work work;
    private final InstantSource clock;
    private boolean owesSpace;
    private String separator = "";
    private boolean ended;

    /// Work that is done in small steps.
    public interface Work {
        /// Does the next step.
        ///
        /// @return false if that was the last one
        boolean step();

        /// What is said at the end.
        byte[] report();

        /// Gives up what the work holds, whether it has come to its end or not.
        default void close() {}
    }

    private HeartbeatSource(Work work, InstantSource clock, boolean atOnce) {
        this.work = work;
        this.clock = clock;
        this.owesSpace = atOnce;
    }

    /// With a space at once, for a client that has asked for signs of life.
    public static HeartbeatSource atOnce(Work work, InstantSource clock) {
        return new HeartbeatSource(work, clock, true);
    }

    /// With nothing but what there is to say, if that does not take long.
    public static HeartbeatSource ifLong(Work work, InstantSource clock) {
        return new HeartbeatSource(work, clock, false);
    }

    @Override
    public @Nullable Chunk next() {
        if (ended) return null;
        if (owesSpace || goesOn()) {
            owesSpace = false;
            separator = EMPTY_LINE;
            return Chunk.unpooled(" ".getBytes(StandardCharsets.US_ASCII));
        }
        ended = true;
        var report = work.report();
        var body = new byte[separator.length() + report.length];
        System.arraycopy(separator.getBytes(StandardCharsets.US_ASCII), 0, body, 0, separator.length());
        System.arraycopy(report, 0, body, separator.length(), report.length);
        return Chunk.unpooled(body);
    }

    /// Works for a few seconds.
    ///
    /// @return whether there is more to do
    private boolean goesOn() {
        var until = clock.instant().plus(PAUSE);
        while (work.step()) if (clock.instant().isAfter(until)) return true;
        return false;
    }

    @Override
    public void close() {
        ended = true; // What was done stays done, as a client that goes away expects.
        work.close();
    }
}
