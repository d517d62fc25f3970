package torc.objectserver.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import torc.common.id.Id128;
import torc.objectserver.device.PartitionDigest;

/// The index of one device.
public final class BlobIndex implements AutoCloseable {
    private static final byte[] FORMAT = "1".getBytes(US_ASCII);
    private static final byte[] NOTHING = {};

    private final IndexDatabase database;
    private final RocksDB rocks;
    private final WriteOptions withoutLog = new WriteOptions().setDisableWAL(true);
    /// Held for reading by every call, and for writing by the close: native code that is used after its end
    /// takes the process down.
    private final ReentrantReadWriteLock openness = new ReentrantReadWriteLock();

    /// One flush at a time.
    private final ReentrantLock flushing = new ReentrantLock();

    private final AtomicLong blobs;
    private final AtomicLong bytes;
    private final AtomicLong quarantined;
    private boolean closed;

    private BlobIndex(IndexDatabase database) throws RocksDBException {
        this.database = database;
        rocks = database.rocks();
        var format = rocks.get(IndexKeys.FORMAT);
        if (format == null) rocks.put(withoutLog, IndexKeys.FORMAT, FORMAT);
        else if (!Arrays.equals(format, FORMAT))
            throw new RocksDBException("unknown format " + new String(format, US_ASCII));
        blobs = new AtomicLong(number(rocks.get(IndexKeys.TOTAL_BLOBS)));
        bytes = new AtomicLong(number(rocks.get(IndexKeys.TOTAL_BYTES)));
        quarantined = new AtomicLong(number(rocks.get(IndexKeys.TOTAL_QUARANTINED)));
    }

    /// Opens the index in a folder, and makes it if it is not there.
    ///
    /// @throws IndexDamaged if what is there cannot be used
    public static BlobIndex open(Path folder) {
        IndexDatabase database = null;
        try {
            Files.createDirectories(folder);
            database = IndexDatabase.open(folder);
            return new BlobIndex(database);
        } catch (IOException | RocksDBException e) {
            if (database != null) database.close();
            throw new IndexDamaged("open " + folder, e);
        }
    }

    public @Nullable IndexEntry get(Id128 id) {
        var value = bytes(IndexKeys.entry(id));
        return value == null ? null : IndexEntry.decode(value);
    }

    /// Puts `now` in the place of `before`, which must be what [#get(Id128)] gives, with all that counts them. Null
    /// stands for no entry.
    public void replace(Id128 id, @Nullable IndexEntry before, @Nullable IndexEntry now) {
        enter();
        try (var batch = new WriteBatch()) {
            if (before != null) uncount(batch, id, before);
            if (now != null) count(batch, id, now);
            if (now != null) batch.put(IndexKeys.entry(id), now.encode());
            else batch.delete(IndexKeys.entry(id));
            rocks.write(withoutLog, batch);
        } catch (RocksDBException e) {
            throw new IndexDamaged("write", e);
        } finally {
            leave();
        }
        tally(before, -1);
        tally(now, 1);
    }

    /// Blobs of a partition that are sound, with ids above `after`, in order, at most `limit`.
    public List<Id128> sound(int partition, Optional<Id128> after, int limit) {
        return ids(IndexKeys.SOUND_OF_PARTITION, partition, after, limit);
    }

    /// Deletes of a partition that are remembered, with ids above `after`, in order, at most `limit`.
    public List<Id128> deleted(int partition, Optional<Id128> after, int limit) {
        return ids(IndexKeys.DELETED_OF_PARTITION, partition, after, limit);
    }

    /// Copies in quarantine with ids above `after`, in order, at most `limit`.
    public List<Id128> quarantined(Optional<Id128> after, int limit) {
        var start = after.map(IndexKeys::quarantined).orElse(new byte[] {IndexKeys.QUARANTINED});
        return ids(new byte[] {IndexKeys.QUARANTINED}, start, after, limit);
    }

    /// Entries of all ids above `after`, in order, at most `limit`; for sweeps over the whole device.
    public Map<Id128, IndexEntry> entries(Optional<Id128> after, int limit, Predicate<IndexEntry> wanted) {
        var found = new TreeMap<Id128, IndexEntry>();
        var start = after.map(IndexKeys::entry).orElse(new byte[] {IndexKeys.ENTRY});
        scan(new byte[] {IndexKeys.ENTRY}, start, (key, value) -> {
            var id = IndexKeys.id(key);
            var entry = IndexEntry.decode(value);
            if (!after.equals(Optional.of(id)) && wanted.test(entry)) found.put(id, entry);
            return found.size() < limit;
        });
        return found;
    }

    /// Digests of partitions `first` (inclusive) to `end` (exclusive) that hold anything, in order.
    public List<PartitionDigest> digests(int first, int end) {
        var digests = new ArrayList<PartitionDigest>();
        var prefix = new byte[] {IndexKeys.COUNT_OF_PARTITION};
        scan(prefix, IndexKeys.numbered(IndexKeys.COUNT_OF_PARTITION, first), (key, value) -> {
            var partition = IndexKeys.number(key);
            if (partition >= end) return false;
            var digest = value(IndexKeys.numbered(IndexKeys.DIGEST_OF_PARTITION, partition));
            if (number(value) != 0) digests.add(new PartitionDigest(partition, number(value), digest));
            return true;
        });
        return digests;
    }

    /// Bytes of the records in a segment that entries name.
    public long liveBytes(int segment) {
        return value(IndexKeys.numbered(IndexKeys.LIVE_BYTES_OF_SEGMENT, segment));
    }

    /// All records of the segment before this offset are known to the index, as of the last [#flush].
    public long mark(int segment) {
        return value(IndexKeys.numbered(IndexKeys.MARK_OF_SEGMENT, segment));
    }

    /// The next sequence as of the last [#flush].
    public long sequence() {
        return value(IndexKeys.SEQUENCE);
    }

    /// Makes all changes so far durable, together with marks that were true before this call. The sequence never
    /// goes back: a record that got a lower one than the record that it replaces would not count.
    public void flush(Map<Integer, Long> marks, long sequence) {
        enter();
        flushing.lock();
        try (var options = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
            for (var mark : marks.entrySet())
                rocks.put(
                        withoutLog,
                        IndexKeys.numbered(IndexKeys.MARK_OF_SEGMENT, mark.getKey()),
                        bytes(mark.getValue()));
            rocks.put(withoutLog, IndexKeys.SEQUENCE, bytes(Math.max(sequence, number(rocks.get(IndexKeys.SEQUENCE)))));
            rocks.flush(options);
        } catch (RocksDBException e) {
            throw new IndexDamaged("flush", e);
        } finally {
            flushing.unlock();
            leave();
        }
    }

    /// Numbers of the segments that have a mark; of some of them the file may be gone.
    public List<Integer> markedSegments() {
        var marked = new ArrayList<Integer>();
        var prefix = new byte[] {IndexKeys.MARK_OF_SEGMENT};
        scan(prefix, prefix, (key, _) -> marked.add(IndexKeys.number(key)));
        return marked;
    }

    /// Drops what is kept of a segment that no entry names any more.
    public void forgetSegment(int segment) {
        enter();
        try {
            rocks.delete(withoutLog, IndexKeys.numbered(IndexKeys.LIVE_BYTES_OF_SEGMENT, segment));
            rocks.delete(withoutLog, IndexKeys.numbered(IndexKeys.MARK_OF_SEGMENT, segment));
        } catch (RocksDBException e) {
            throw new IndexDamaged("delete", e);
        } finally {
            leave();
        }
    }

    public long blobs() {
        return blobs.get();
    }

    public long bytes() {
        return bytes.get();
    }

    public long quarantined() {
        return quarantined.get();
    }

    /// Closes without making anything durable that [#flush] has not.
    @Override
    public void close() {
        openness.writeLock().lock();
        try {
            if (closed) return;
            closed = true;
            withoutLog.close();
            database.close();
        } finally {
            openness.writeLock().unlock();
        }
    }

    private void count(WriteBatch batch, Id128 id, IndexEntry entry) throws RocksDBException {
        merge(batch, IndexKeys.numbered(IndexKeys.LIVE_BYTES_OF_SEGMENT, entry.segment()), entry.recordBytes());
        switch (entry.state()) {
            case SOUND -> {
                batch.put(IndexKeys.ofPartition(IndexKeys.SOUND_OF_PARTITION, entry.partition(), id), NOTHING);
                mergeSound(batch, id, entry, 1);
            }
            case QUARANTINED -> {
                batch.put(IndexKeys.quarantined(id), NOTHING);
                merge(batch, IndexKeys.TOTAL_QUARANTINED, 1);
            }
            case DELETED ->
                batch.put(IndexKeys.ofPartition(IndexKeys.DELETED_OF_PARTITION, entry.partition(), id), NOTHING);
        }
    }

    private void uncount(WriteBatch batch, Id128 id, IndexEntry entry) throws RocksDBException {
        merge(batch, IndexKeys.numbered(IndexKeys.LIVE_BYTES_OF_SEGMENT, entry.segment()), -entry.recordBytes());
        switch (entry.state()) {
            case SOUND -> {
                batch.delete(IndexKeys.ofPartition(IndexKeys.SOUND_OF_PARTITION, entry.partition(), id));
                mergeSound(batch, id, entry, -1);
            }
            case QUARANTINED -> {
                batch.delete(IndexKeys.quarantined(id));
                merge(batch, IndexKeys.TOTAL_QUARANTINED, -1);
            }
            case DELETED -> batch.delete(IndexKeys.ofPartition(IndexKeys.DELETED_OF_PARTITION, entry.partition(), id));
        }
    }

    private static void mergeSound(WriteBatch batch, Id128 id, IndexEntry entry, int sign) throws RocksDBException {
        merge(batch, IndexKeys.numbered(IndexKeys.COUNT_OF_PARTITION, entry.partition()), sign);
        merge(
                batch,
                IndexKeys.numbered(IndexKeys.DIGEST_OF_PARTITION, entry.partition()),
                sign * PartitionDigest.share(id));
        merge(batch, IndexKeys.TOTAL_BLOBS, sign);
        merge(batch, IndexKeys.TOTAL_BYTES, sign * entry.dataBytes());
    }

    /// Adds modulo 2^64, so that a negative number takes away.
    private static void merge(WriteBatch batch, byte[] key, long number) throws RocksDBException {
        batch.merge(key, bytes(number));
    }

    private void tally(@Nullable IndexEntry entry, int sign) {
        if (entry == null) return;
        switch (entry.state()) {
            case SOUND -> {
                blobs.addAndGet(sign);
                bytes.addAndGet(sign * entry.dataBytes());
            }
            case QUARANTINED -> quarantined.addAndGet(sign);
            case DELETED -> {}
        }
    }

    private List<Id128> ids(byte kind, int partition, Optional<Id128> after, int limit) {
        var prefix = IndexKeys.numbered(kind, partition);
        var start = after.map(id -> IndexKeys.ofPartition(kind, partition, id)).orElse(prefix);
        return ids(prefix, start, after, limit);
    }

    private List<Id128> ids(byte[] prefix, byte[] start, Optional<Id128> after, int limit) {
        var ids = new ArrayList<Id128>();
        if (limit <= 0) return ids;
        scan(prefix, start, (key, _) -> {
            var id = IndexKeys.id(key);
            if (!after.equals(Optional.of(id))) ids.add(id);
            return ids.size() < limit;
        });
        return ids;
    }

    private void scan(byte[] prefix, byte[] start, Visitor visitor) {
        enter();
        try (var end = new Slice(after(prefix));
                var options = new ReadOptions().setIterateUpperBound(end);
                var rows = rocks.newIterator(options)) {
            for (rows.seek(start); rows.isValid(); rows.next()) if (!visitor.visit(rows.key(), rows.value())) break;
            rows.status();
        } catch (RocksDBException e) {
            throw new IndexDamaged("scan", e);
        } finally {
            leave();
        }
    }

    /// The first key behind all that begin with `prefix`. No prefix here is all ones.
    private static byte[] after(byte[] prefix) {
        var end = prefix.clone();
        for (var i = end.length - 1; i >= 0; i--) if (++end[i] != 0) break;
        return end;
    }

    private long value(byte[] key) {
        return number(bytes(key));
    }

    private byte @Nullable [] bytes(byte[] key) {
        enter();
        try {
            return rocks.get(key);
        } catch (RocksDBException e) {
            throw new IndexDamaged("get", e);
        } finally {
            leave();
        }
    }

    @SuppressWarnings("LockNotBeforeTry") // Every caller's finally block leaves.
    private void enter() {
        openness.readLock().lock();
        if (!closed) return;
        openness.readLock().unlock();
        throw new IndexDamaged("used", new IllegalStateException("the index is closed"));
    }

    private void leave() {
        openness.readLock().unlock();
    }

    /// RocksDB's own addition wants its numbers little-endian.
    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static long number(byte @Nullable [] bytes) {
        return bytes == null
                ? 0
                : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @FunctionalInterface
    private interface Visitor {
        /// @return whether to go on
        boolean visit(byte[] key, byte[] value);
    }
}
