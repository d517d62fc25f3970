package torc.common.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, to be stopped in the opposite order. A part that fails to stop does not keep the others from
/// stopping. Safe for many threads; stopping twice is allowed.
public final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final Deque<Part> started = new ArrayDeque<>();

    private record Part(String name, Stop stop) {}

    /// Stops a part; unfinished work may take as long as `grace`.
    @FunctionalInterface
    public interface Stop {
        void stop(Duration grace) throws Exception;
    }

    /// Remembers how to stop a part that has just been started.
    ///
    /// @param name for the log
    public synchronized void started(String name, Stop stop) {
        started.push(new Part(name, stop));
    }

    /// As [#started(String, Stop)], for what is simply closed.
    public <T extends AutoCloseable> T opened(String name, T part) {
        started(name, _ -> part.close());
        return part;
    }

    /// Stops everything, the last started first.
    ///
    /// @param grace for each part
    /// @return whether all parts stopped without a failure
    public synchronized boolean stop(Duration grace) {
        var clean = true;
        while (!started.isEmpty()) {
            var part = started.pop();
            try {
                part.stop().stop(grace);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                clean = false;
            } catch (Exception failed) {
                LOG.error("Part failed to stop part={}", part.name(), failed);
                clean = false;
            }
        }
        return clean;
    }
}
