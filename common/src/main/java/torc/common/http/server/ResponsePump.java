package torc.common.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torc.common.http.ResponseBody.Streamed;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// Sends a streamed body: pulls the next chunk on the virtual thread while earlier ones are being written.
///
/// A chunk's memory goes to the socket as it is and is released once it was written. What is in flight is bounded.
final class ResponsePump {
    private static final Logger LOG = LoggerFactory.getLogger(ResponsePump.class);
    private static final long MAX_IN_FLIGHT_BYTES = 1 << 20;
    private static final int MAX_IN_FLIGHT_CHUNKS = 16;

    private final ServerCore core;
    private final Connection connection;
    private final Exchange exchange;
    private final ResponseHead head;
    private final ByteSource source;
    private final long announced;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long inFlightBytes;
    private int inFlightChunks;
    private boolean broken;

    private long sentBytes;
    private @Nullable Chunk following;

    ResponsePump(ServerCore core, Connection connection, Exchange exchange, ResponseHead head, Streamed body) {
        this.core = core;
        this.connection = connection;
        this.exchange = exchange;
        this.head = head;
        this.source = body.source();
        this.announced = body.bytes().orElse(-1);
    }

    /// The client is gone. From the event loop.
    void abandon() {
        lock.lock();
        try {
            broken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Pulls the first chunk before anything is sent, so that a source that fails at once becomes a clean 500.
    /// False if it failed; then the source is closed.
    boolean sendFirst() {
        try {
            following = source.next();
            if (following == null && announced > 0) throw new IllegalStateException("the source is empty");
            return true;
        } catch (RuntimeException | Error failed) {
            source.close();
            LOG.error(
                    "Response failed before its first byte request={} server={}",
                    exchange.requestId(),
                    core.config().name(),
                    failed);
            return false;
        }
    }

    /// Sends the head with the first chunk, then all others.
    void sendRest() {
        var whole = false;
        try (source) {
            whole = pump();
        } catch (RuntimeException | Error failed) {
            LOG.error(
                    "Response broken off request={} server={} sent={} announced={}",
                    exchange.requestId(),
                    core.config().name(),
                    sentBytes,
                    announced,
                    failed);
        } finally {
            var left = following;
            if (left != null) left.release();
            if (!whole) {
                connection.breakOff();
                exchange.observe(false, sentBytes);
            }
        }
    }

    private boolean pump() {
        var withHead = head;
        while (true) {
            var chunk = following;
            following = null;
            var bytes = chunk == null ? 0 : chunk.bytes().remaining();
            if (announced >= 0 && sentBytes + bytes > announced) {
                if (chunk != null) chunk.release();
                throw new IllegalStateException("the source holds more than was announced");
            }
            if (chunk == null && announced >= 0 && sentBytes < announced) {
                throw new IllegalStateException("the source ended early");
            }
            sentBytes += bytes;
            var last = chunk == null || sentBytes == announced;
            if (!reserve(bytes)) {
                if (chunk != null) chunk.release();
                return false;
            }
            if (!connection.sendPart(
                    new Part(this, exchange, withHead, chunk, bytes, head.isChunked, last, sentBytes))) {
                return false;
            }
            if (last) return true;
            withHead = null;
            following = source.next();
        }
    }

    /// Waits for room; false if the client is gone.
    private boolean reserve(int bytes) {
        lock.lock();
        try {
            while (!broken
                    && inFlightChunks > 0
                    && (inFlightBytes + bytes > MAX_IN_FLIGHT_BYTES || inFlightChunks >= MAX_IN_FLIGHT_CHUNKS)) {
                changed.awaitUninterruptibly();
            }
            if (broken) return false;
            inFlightBytes += bytes;
            inFlightChunks++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void written(int bytes, boolean success) {
        lock.lock();
        try {
            inFlightBytes -= bytes;
            inFlightChunks--;
            if (!success) broken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// One hop to the event loop: perhaps the head, perhaps a chunk, perhaps the end.
    record Part(
            ResponsePump pump,
            Exchange exchange,
            @Nullable ResponseHead head,
            @Nullable Chunk chunk,
            int bytes,
            boolean chunked,
            boolean last,
            long sentBytes) {
        /// The bytes of the chunk as they are.
        ByteBuf wrapped() {
            return chunk == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(chunk.bytes());
        }

        /// The chunk was written, or will never be.
        void done(boolean success) {
            if (chunk != null) chunk.release();
            pump.written(bytes, success);
        }
    }
}
