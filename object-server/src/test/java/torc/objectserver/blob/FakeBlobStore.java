package torc.objectserver.blob;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;

/// A blob store in memory for tests. It remembers what was deleted, so that a test can tell a blob that was lost
/// from
/// one that never was.
public final class FakeBlobStore implements BlobStore {
    /// Sources give their bytes in chunks of at most this size, so that nobody comes to rely on one chunk a blob.
    private static final int CHUNK_BYTES = 10_000;

    private final Map<Id128, Stored> blobs = new ConcurrentHashMap<>();
    private final Set<Id128> deleted = ConcurrentHashMap.newKeySet();
    private final Queue<BlobWriteOutcome> answers = new ConcurrentLinkedQueue<>();
    private final AtomicLong ids = new AtomicLong();

    /// A durable blob.
    public record Stored(BlobOwner owner, byte[] bytes) {}

    /// Makes the next commit store nothing and answer this.
    public void answerNext(BlobWriteOutcome outcome) {
        answers.add(outcome);
    }

    /// All blobs, in order of their ids.
    public Map<Id128, Stored> blobs() {
        return new TreeMap<>(blobs);
    }

    /// Ids that were ever deleted.
    public Set<Id128> deleted() {
        return new TreeSet<>(deleted);
    }

    @Override
    public BlobWriter create(BlobOwner owner, long maxBytes) {
        if (maxBytes <= 0 || maxBytes > MAX_BLOB_BYTES) throw new IllegalArgumentException("a blob of " + maxBytes);
        return new Writing(new Id128(0xb10bL, ids.incrementAndGet()), owner, maxBytes);
    }

    @Override
    public BlobWriter create(int policy, BlobOwner owner, long maxBytes) {
        if (policy == 0) return create(owner, maxBytes);
        return new Writing(PolicyIds.marked(new Id128(ids.incrementAndGet(), 0), policy), owner, maxBytes);
    }

    @Override
    public BlobReadOutcome read(Id128 blob, long firstByte, long endByte) {
        var stored = blobs.get(blob);
        if (stored == null) return new BlobReadOutcome.Missing();
        if (firstByte < 0 || firstByte > endByte || endByte > stored.bytes.length)
            throw new IllegalArgumentException(firstByte + ".." + endByte + " of " + stored.bytes.length);
        return new BlobReadOutcome.Opened(new Reading(stored.bytes, (int) firstByte, (int) endByte));
    }

    @Override
    public boolean delete(Id128 blob) {
        blobs.remove(blob);
        deleted.add(blob);
        return true;
    }

    private final class Writing implements BlobWriter {
        private final Id128 id;
        private final BlobOwner owner;
        private final long maxBytes;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Writing(Id128 id, BlobOwner owner, long maxBytes) {
            this.id = id;
            this.owner = owner;
            this.maxBytes = maxBytes;
        }

        @Override
        public Id128 id() {
            return id;
        }

        @Override
        public void write(ByteBuffer bytes) {
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            written.writeBytes(copy);
            if (written.size() > maxBytes) throw new IllegalStateException("more than " + maxBytes + " bytes");
        }

        @Override
        public BlobWriteOutcome commit() {
            var answer = answers.poll();
            if (answer != null) return answer;
            blobs.put(id, new Stored(owner, written.toByteArray()));
            return new BlobWriteOutcome.Stored(written.size(), 1);
        }

        @Override
        public void close() {}
    }

    private static final class Reading implements ByteSource {
        private final byte[] bytes;
        private final int end;
        private int position;

        Reading(byte[] bytes, int first, int end) {
            this.bytes = bytes;
            this.position = first;
            this.end = end;
        }

        @Override
        public @Nullable Chunk next() {
            if (position == end) return null;
            var from = position;
            position = Math.min(end, from + CHUNK_BYTES);
            return Chunk.unpooled(Arrays.copyOfRange(bytes, from, position));
        }

        @Override
        public void close() {
            position = end;
        }
    }
}
