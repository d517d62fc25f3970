package torc.proxy.swift.bulk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import torc.common.context.RequestContext;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// The body of an answer to work that has no small steps: a space at once and every few seconds, while a thread of
/// its own works, and then what there is to say. For one thread.
public final class WaitingSource implements ByteSource {
    /// Longer than any upload may take.
    private static final Duration MAX_WORK = Duration.ofDays(1);

    private final FutureTask<byte[]> work;
    private final Duration pause;
    private boolean begun;
    private boolean ended;

    /// @param work gives what is said at the end
    public WaitingSource(Callable<byte[]> work) {
        this(work, Duration.ofSeconds(10));
    }

    WaitingSource(Callable<byte[]> work, Duration pause) {
        this.work = new FutureTask<>(work);
        this.pause = pause;
    }

    @Override
    public @Nullable Chunk next() {
        if (ended) return null;
        if (!begun) {
            begun = true;
            begin();
            return space();
        }
        try {
            var report = work.get(pause.toMillis(), TimeUnit.MILLISECONDS);
            ended = true;
            return Chunk.unpooled(report);
        } catch (TimeoutException _) {
            return space();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void begin() {
        var thread = Thread.ofVirtual().name("swift-waiting");
        if (!RequestContext.REQUEST.isBound()) {
            thread.start(work);
            return;
        }
        var bound = ScopedValue.where(RequestContext.REQUEST, RequestContext.REQUEST.get());
        thread.start(() -> bound.run(work));
    }

    private static Chunk space() {
        return Chunk.unpooled(" ".getBytes(StandardCharsets.US_ASCII));
    }

    /// Waits for the work, so that the request counts among those that are served as long as it costs something.
    @Override
    public void close() {
        ended = true;
        if (!begun) return;
        try {
            work.get(MAX_WORK.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // Was told, or is of no use to who has gone away.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
