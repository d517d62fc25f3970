package torc.objectserver.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Group commit: one thread of the device syncs for all who wait, and whoever comes while it syncs shares the next one.
final class Syncer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final OwnThread thread;
    private List<Request> waiting = new ArrayList<>();
    private boolean closed;

    Syncer(String device) {
        thread = OwnThread.start("torc-sync-" + device, this::run);
    }

    /// Returns when all that was written to the segment before the call is durable.
    void sync(Segment segment) throws IOException {
        var request = new Request(segment, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) throw new IOException("the device is closed");
            waiting.add(request);
            asked.signal();
        } finally {
            lock.unlock();
        }
        var failure = request.failure.join();
        if (failure != null) throw new IOException(failure);
    }

    /// Serves who waits, then ends.
    ///
    /// @return whether it ended within the limit
    boolean ends(Duration limit) {
        lock.lock();
        try {
            closed = true;
            asked.signal();
        } finally {
            lock.unlock();
        }
        return thread.ends(limit);
    }

    private void run() {
        for (var batch = next(); !batch.isEmpty(); batch = next()) {
            var outcomes = new LinkedHashMap<Segment, @Nullable String>();
            for (var request : batch) {
                if (!outcomes.containsKey(request.segment)) outcomes.put(request.segment, sync1(request.segment));
                request.failure.complete(outcomes.get(request.segment));
            }
        }
    }

    private static @Nullable String sync1(Segment segment) {
        try {
            segment.sync();
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException | Error e) { // The outermost frame of this thread, for which others wait.
            var cause = "segment " + segment.number() + " could not be synced: " + e;
            segment.fail(cause);
            return cause;
        }
    }

    /// Waits for requests; none means that the syncer is closed.
    private List<Request> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) asked.awaitUninterruptibly();
            var batch = waiting;
            waiting = new ArrayList<>();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private record Request(Segment segment, CompletableFuture<@Nullable String> failure) {}
}
