package torc.objectserver.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// The body of an answer, pulled by a virtual thread: a few buffers are let in ahead, and one more for each
/// that is taken. For one thread, besides the event loop that fills it.
final class InnerBody implements ByteSource {
    /// Buffers of up to 64 KiB that may wait.
    private static final int BUFFERS_AHEAD = 4;

    private sealed interface Event {
        record Data(Buffer buffer) implements Event {}

        record End() implements Event {}

        record Broken(String cause) implements Event {}
    }

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final Duration patience;
    private boolean ended;

    /// On the event loop that brings the response.
    InnerBody(HttpClientRequest request, HttpClientResponse response, Duration patience) {
        this.request = request;
        this.response = response;
        this.patience = patience;
        response.pause();
        response.handler(buffer -> events.add(new Event.Data(buffer)));
        response.endHandler(_ -> events.add(new Event.End()));
        response.exceptionHandler(e -> events.add(new Event.Broken(e.toString())));
        response.fetch(BUFFERS_AHEAD);
    }

    @Override
    public @Nullable Chunk next() {
        if (ended) return null;
        return switch (await()) {
            case Event.Data(var buffer) -> {
                response.fetch(1);
                yield Chunk.unpooled(ByteBuffer.wrap(buffer.getBytes()));
            }
            case Event.End _ -> {
                ended = true;
                yield null;
            }
            case Event.Broken(var cause) -> throw new NodeUnreachable(cause);
        };
    }

    private Event await() {
        try {
            var event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return event != null ? event : new Event.Broken("no byte within " + patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Event.Broken("interrupted");
        }
    }

    /// A body that was not read to its end takes its connection with it.
    @Override
    public void close() {
        if (ended) return;
        ended = true;
        request.reset();
    }
}
