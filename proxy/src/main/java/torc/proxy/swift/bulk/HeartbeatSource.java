package torc.proxy.swift.bulk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// The body of an answer that takes long: a space at once and every few seconds, so that nobody on the way takes the
/// connection for dead, an empty line, and what there is to say. For one thread.
public final class HeartbeatSource implements ByteSource {
    /// Swift's `yield_frequency`.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Work work;
    private final InstantSource clock;
    private boolean begun;
    private boolean ended;

    /// Work that is done in small steps.
    public interface Work {
        /// Does the next step.
        ///
        /// @return false if that was the last one
        boolean step();

        /// What is said at the end.
        byte[] report();
    }

    public HeartbeatSource(Work work, InstantSource clock) {
        this.work = work;
        this.clock = clock;
    }

    @Override
    public @Nullable Chunk next() {
        if (ended) return null;
        if (!begun) {
            begun = true;
            return text(" ");
        }
        var until = clock.instant().plus(PAUSE);
        while (work.step()) if (clock.instant().isAfter(until)) return text(" ");
        ended = true;
        var report = work.report();
        var body = new byte[report.length + 4];
        System.arraycopy("\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, body, 0, 4);
        System.arraycopy(report, 0, body, 4, report.length);
        return Chunk.unpooled(body);
    }

    private static Chunk text(String text) {
        return Chunk.unpooled(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        ended = true; // What was done stays done, as a client that goes away expects.
    }
}
