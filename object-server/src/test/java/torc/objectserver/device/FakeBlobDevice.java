package torc.objectserver.device;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;

/// A device in memory that keeps the contract, and that a test can damage, fill, fail and bring back.
public final class FakeBlobDevice implements BlobDevice {
    /// Bytes of one chunk of a read, so that a reader sees a blob in several chunks.
    private static final int CHUNK_BYTES = 256 << 10;

    private final String name;
    private final TreeMap<Id128, Copy> copies = new TreeMap<>();
    private final TreeMap<Id128, Copy> dropped = new TreeMap<>();
    private final TreeMap<Id128, Integer> deletions = new TreeMap<>();
    private final Set<Id128> writing = new HashSet<>();
    private long capacityBytes = Long.MAX_VALUE;
    private long reservedBytes;
    private String failed = "";
    private boolean failsCommits;
    private boolean closed;

    public FakeBlobDevice(String name) {
        this.name = name;
    }

    /// From now on every call finds the device away, until [#recover()].
    public synchronized void fail(String cause) {
        failed = cause;
    }

    /// From now on commits fail, and nothing else.
    public synchronized void failCommits() {
        failsCommits = true;
    }

    public synchronized void recover() {
        failed = "";
        failsCommits = false;
    }

    /// Sets the room of the device; blobs that are there stay.
    public synchronized void limitTo(long bytes) {
        capacityBytes = bytes;
    }

    /// Damages a stored copy, as a flipped bit would: the next read that touches its last byte finds it.
    public synchronized void damage(Id128 blob) {
        var copy = copies.get(blob);
        if (copy == null) throw new IllegalArgumentException("no such blob: " + blob);
        copies.put(blob, new Copy(copy.stored, copy.bytes, true, copy.quarantined));
    }

    /// Forgets all deletes, as a device may when their tombstones are old.
    public synchronized void forgetDeletes() {
        deletions.clear();
    }

    /// Finds copies again that were dropped, as a device may after a crash.
    public synchronized void findDroppedAgain() {
        dropped.keySet().removeAll(deletions.keySet());
        dropped.forEach(copies::putIfAbsent);
        dropped.clear();
    }

    /// The ids of all whole copies.
    public synchronized Set<Id128> blobs() {
        return copies.values().stream()
                .filter(copy -> !copy.quarantined)
                .map(copy -> copy.stored.id())
                .collect(Collectors.toSet());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized BeginOutcome begin(BlobHeader header) {
        if (header.maxBytes() < 0 || header.maxBytes() > BlobStore.MAX_BLOB_BYTES)
            throw new IllegalArgumentException("a blob has 0 to 64 MiB: " + header.maxBytes());
        var away = away();
        if (away != null) return new BeginOutcome.Unavailable(away);
        if (intact(header.id()) != null) return new BeginOutcome.Exists();
        if (deletions.containsKey(header.id())) return new BeginOutcome.Deleted();
        if (writing.contains(header.id())) return new BeginOutcome.Unavailable("the blob is being written");
        if (header.maxBytes() > freeBytes()) return new BeginOutcome.Full(freeBytes());
        writing.add(header.id());
        reservedBytes += header.maxBytes();
        return new BeginOutcome.Begun(new Writer(header));
    }

    @Override
    public synchronized DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        if (firstByte < 0 || endByte < firstByte)
            throw new IllegalArgumentException("range " + firstByte + ".." + endByte);
        var away = away();
        if (away != null) return new DeviceReadOutcome.Unavailable(away);
        var copy = copies.get(blob);
        if (copy == null) return new DeviceReadOutcome.Missing();
        if (copy.quarantined) return new DeviceReadOutcome.Damaged("found damaged before");
        return new DeviceReadOutcome.Opened(copy.bytes.length, new Source(copy, firstByte, endByte));
    }

    @Override
    public synchronized Optional<StoredBlob> head(Id128 blob) {
        return Optional.ofNullable(intact(blob)).map(Copy::stored);
    }

    @Override
    public synchronized DeviceDeleteOutcome delete(Id128 blob) {
        var away = away();
        if (away != null) return new DeviceDeleteOutcome.Unavailable(away);
        var copy = copies.remove(blob);
        if (copy == null) return new DeviceDeleteOutcome.Missing();
        deletions.put(blob, copy.stored.partition());
        return new DeviceDeleteOutcome.Deleted();
    }

    @Override
    public synchronized DeviceDeleteOutcome drop(Id128 blob) {
        var away = away();
        if (away != null) return new DeviceDeleteOutcome.Unavailable(away);
        var copy = copies.remove(blob);
        if (copy == null) return new DeviceDeleteOutcome.Missing();
        dropped.put(blob, copy);
        return new DeviceDeleteOutcome.Deleted();
    }

    @Override
    public synchronized List<Id128> deletions(int partition, Optional<Id128> after, int limit) {
        return deletions.entrySet().stream()
                .filter(deletion -> deletion.getValue() == partition && isAfter(deletion.getKey(), after))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Id128> quarantined(Optional<Id128> after, int limit) {
        return copies.values().stream()
                .filter(copy -> copy.quarantined)
                .map(copy -> copy.stored.id())
                .filter(blob -> isAfter(blob, after))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<PartitionDigest> digests(int firstPartition, int endPartition) {
        var digests = new TreeMap<Integer, PartitionDigest>();
        for (var copy : copies.values()) {
            var partition = copy.stored.partition();
            if (copy.quarantined || partition < firstPartition || partition >= endPartition) continue;
            var one = new PartitionDigest(partition, 1, PartitionDigest.share(copy.stored.id()));
            digests.merge(
                    partition,
                    one,
                    (a, b) -> new PartitionDigest(partition, a.count() + b.count(), a.digest() + b.digest()));
        }
        return List.copyOf(digests.values());
    }

    @Override
    public synchronized List<StoredBlob> list(int partition, Optional<Id128> after, int limit) {
        return copies.values().stream()
                .filter(copy -> !copy.quarantined && copy.stored.partition() == partition)
                .map(Copy::stored)
                .filter(stored -> isAfter(stored.id(), after))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized DeviceStatus status() {
        var whole = copies.values().stream().filter(copy -> !copy.quarantined).toList();
        return new DeviceStatus(
                capacityBytes,
                freeBytes(),
                whole.stream().mapToLong(copy -> copy.bytes.length).sum(),
                whole.size(),
                0,
                copies.size() - whole.size(),
                failed);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private @Nullable String away() {
        if (closed) return "closed";
        return failed.isEmpty() ? null : failed;
    }

    private static boolean isAfter(Id128 blob, Optional<Id128> after) {
        return after.isEmpty() || blob.compareTo(after.orElseThrow()) > 0;
    }

    private @Nullable Copy intact(Id128 blob) {
        var copy = copies.get(blob);
        return copy == null || copy.quarantined ? null : copy;
    }

    private long freeBytes() {
        return capacityBytes
                - reservedBytes
                - copies.values().stream().mapToLong(copy -> copy.bytes.length).sum();
    }

    private synchronized void quarantine(Copy copy) {
        copies.computeIfPresent(
                copy.stored.id(), (_, now) -> now.equals(copy) ? new Copy(copy.stored, copy.bytes, true, true) : now);
    }

    private record Copy(StoredBlob stored, byte[] bytes, boolean damaged, boolean quarantined) {}

    private final class Writer implements DeviceBlobWriter {
        private final BlobHeader header;
        private byte[] bytes = new byte[0];
        private boolean ended;

        Writer(BlobHeader header) {
            this.header = header;
        }

        @Override
        public void write(ByteBuffer more) {
            if (ended) throw new IllegalStateException("the writer has ended");
            if (bytes.length + (long) more.remaining() > header.maxBytes())
                throw new IllegalStateException("more than the announced " + header.maxBytes() + " bytes");
            var joined = ByteBuffer.allocate(bytes.length + more.remaining());
            bytes = joined.put(bytes).put(more).array();
        }

        @Override
        public DeviceWriteOutcome commit() {
            synchronized (FakeBlobDevice.this) {
                if (ended) throw new IllegalStateException("the writer has ended");
                close();
                var away = away();
                if (away != null) return new DeviceWriteOutcome.Failed(away);
                if (failsCommits) return new DeviceWriteOutcome.Failed("the sync failed");
                var stored = new StoredBlob(header.id(), header.partition(), header.owner(), bytes.length);
                copies.put(header.id(), new Copy(stored, bytes, false, false));
                return new DeviceWriteOutcome.Durable(bytes.length);
            }
        }

        @Override
        public void close() {
            synchronized (FakeBlobDevice.this) {
                if (ended) return;
                ended = true;
                writing.remove(header.id());
                reservedBytes -= header.maxBytes();
            }
        }
    }

    private final class Source implements ByteSource {
        private final Copy copy;
        private final long endByte;
        private long nextByte;

        Source(Copy copy, long firstByte, long endByte) {
            this.copy = copy;
            this.endByte = Math.min(endByte, copy.bytes.length);
            nextByte = firstByte;
        }

        @Override
        public @Nullable Chunk next() {
            if (nextByte >= endByte) return null;
            var chunkBytes = (int) Math.min(CHUNK_BYTES, endByte - nextByte);
            if (copy.damaged && nextByte + chunkBytes == copy.bytes.length) {
                quarantine(copy);
                throw new BlobDamaged(name, copy.stored.id(), "a block's checksum differs");
            }
            var chunk = Chunk.unpooled(ByteBuffer.wrap(copy.bytes, (int) nextByte, chunkBytes)
                    .slice()
                    .asReadOnlyBuffer());
            nextByte += chunkBytes;
            return chunk;
        }

        @Override
        public void close() {
            nextByte = endByte;
        }
    }
}
