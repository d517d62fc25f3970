package torc.objectserver.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// The body of an answer, pulled by a virtual thread, which gets all that has come meanwhile in one chunk: over TLS
/// bytes come in records of 16 KiB, each of which would cost two changes of threads. What waits is bounded. For one
/// thread, besides the event loop that fills it.
final class InnerBody implements ByteSource {
    /// The connection stops reading when so much waits, and goes on when it was taken.
    private static final int HIGH_BYTES = 128 << 10;

    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean paused;
    private boolean whole;
    private String broken = "";
    private boolean ended;

    /// On the event loop that brings the response.
    InnerBody(HttpClientRequest request, HttpClientResponse response, Duration patience) {
        this.request = request;
        this.response = response;
        this.patience = patience;
        response.handler(this::take);
        response.endHandler(_ -> end(true, ""));
        response.exceptionHandler(e -> end(false, e.toString()));
    }

    private void take(Buffer buffer) {
        lock.lock();
        try {
            waiting.add(buffer);
            waitingBytes += buffer.length();
            changed.signal();
            if (waitingBytes < HIGH_BYTES || paused) return;
            paused = true;
            response.pause(); // Within the lock, or a resume that was meant to follow it could come first.
        } finally {
            lock.unlock();
        }
    }

    private void end(boolean isWhole, String cause) {
        lock.lock();
        try {
            whole = isWhole;
            broken = cause;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Chunk next() {
        if (ended) return null;
        lock.lock();
        try {
            await();
            if (waiting.isEmpty()) {
                if (!broken.isEmpty()) throw new NodeUnreachable(broken);
                ended = true;
                return null;
            }
            var bytes = takeAll();
            if (paused) response.resume();
            paused = false;
            return Chunk.unpooled(ByteBuffer.wrap(bytes));
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        var left = patience.toNanos();
        try {
            while (waiting.isEmpty() && !whole && broken.isEmpty()) {
                if (left <= 0) broken = "no byte within " + patience;
                else left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = "interrupted";
        }
    }

    private byte[] takeAll() {
        var bytes = new byte[waitingBytes];
        var at = 0;
        for (var buffer = waiting.poll(); buffer != null; buffer = waiting.poll()) {
            buffer.getBytes(bytes, at);
            at += buffer.length();
        }
        waitingBytes = 0;
        return bytes;
    }

    /// A body that was not read to its end takes its connection with it.
    @Override
    public void close() {
        if (ended) return;
        ended = true;
        request.reset();
    }
}
