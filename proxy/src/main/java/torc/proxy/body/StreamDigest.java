package torc.proxy.body;

import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The MD5 of a stream, taken on a second thread once the stream turns out to be long: MD5 runs at 0.77 GB/s a core
/// and would otherwise add to the time of writing instead of hiding behind it. For one thread, which must end it.
final class StreamDigest {
    /// Streams shorter than this are hashed where they are read: handing over costs more than it hides.
    private static final long SECOND_THREAD_FROM_BYTES = 1 << 20;

    /// Chunks that may wait for the second thread; bounds the memory that a stream holds.
    private static final int QUEUED_CHUNKS = 16;

    private final MessageDigest digest = Md5.begin();
    private final ExecutorService threads;
    private final BlockingQueue<SharedChunk> queue = new ArrayBlockingQueue<>(QUEUED_CHUNKS);
    private @Nullable Future<?> hashing;
    private long bytes;

    StreamDigest(ExecutorService threads) {
        this.threads = threads;
    }

    /// Takes the bytes in, at once or later; releases the chunk once for itself.
    void add(SharedChunk chunk) {
        bytes += chunk.view().remaining();
        if (hashing == null && bytes > SECOND_THREAD_FROM_BYTES) hashing = threads.submit(this::hashQueued);
        if (hashing == null) hash(chunk);
        else put(chunk);
    }

    /// The MD5 in hexadecimal. To be called in every case, once, for it ends the second thread.
    String end() {
        if (hashing != null) {
            put(SharedChunk.END);
            try {
                hashing.get();
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("hashing a stream failed", e);
            }
        }
        return Md5.end(digest);
    }

    private @Nullable Void hashQueued() throws InterruptedException {
        for (var chunk = queue.take(); chunk != SharedChunk.END; chunk = queue.take()) hash(chunk);
        return null;
    }

    private void hash(SharedChunk chunk) {
        digest.update(chunk.view());
        chunk.release();
    }

    private void put(SharedChunk chunk) {
        try {
            queue.put(chunk);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while a body was hashed", e);
    }
}
