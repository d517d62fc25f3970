package torc.objectserver.replica;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.FakeBlobDevice;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;

/// A device in memory that a test can let hang, break in the middle of a read, and take away altogether; it
/// counts what is open.
public final class UnrulyDevice implements BlobDevice {
    /// Where calls stop until the test lets them go on.
    public enum Place {
        BEGIN,
        READ,
        CHUNK,
        WRITE,
        COMMIT,
        DELETE
    }

    private final FakeBlobDevice fake;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger chunksOut = new AtomicInteger();
    private volatile @Nullable Place hangsAt;
    private volatile CountDownLatch latch = new CountDownLatch(0);
    private volatile int breaksAfterChunks = Integer.MAX_VALUE;
    private volatile boolean endsEarly;
    private volatile boolean away;
    private volatile boolean deletesBreak;
    private volatile boolean writesBreak;
    private volatile boolean runsOutOfMemory;

    public UnrulyDevice(String name) {
        fake = new FakeBlobDevice(name);
    }

    public FakeBlobDevice fake() {
        return fake;
    }

    /// From now on calls stop at this place, until [#goOn()].
    public void hangAt(Place place) {
        latch = new CountDownLatch(1);
        hangsAt = place;
    }

    public void goOn() {
        hangsAt = null;
        latch.countDown();
    }

    /// Reads fail after so many chunks.
    public void breakAfter(int chunks) {
        breaksAfterChunks = chunks;
    }

    /// Reads end after so many chunks as if the blob ended there.
    public void endEarlyAfter(int chunks) {
        breaksAfterChunks = chunks;
        endsEarly = true;
    }

    /// The device cannot be reached.
    public void leave() {
        away = true;
        fake.fail("away");
    }

    /// From now on a delete breaks off without an answer.
    public void breakDeletes() {
        deletesBreak = true;
    }

    /// From now on a write of bytes breaks off.
    public void breakWrites() {
        writesBreak = true;
    }

    /// From now on reads of bytes and commits end by an error of the machine.
    public void runOutOfMemory() {
        runsOutOfMemory = true;
    }

    public void comeBack() {
        away = false;
        deletesBreak = false;
        writesBreak = false;
        runsOutOfMemory = false;
        fake.recover();
    }

    /// Writers and sources that are not closed.
    public int open() {
        return open.get();
    }

    public int reads() {
        return reads.get();
    }

    /// Calls that hang now.
    public int hanging() {
        return hanging.get();
    }

    /// Chunks that were read and not released.
    public int chunksOut() {
        return chunksOut.get();
    }

    private void passes(Place place) {
        if (hangsAt != place) return;
        hanging.incrementAndGet();
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            hanging.decrementAndGet();
        }
    }

    private void findsMemory() {
        if (runsOutOfMemory) throw new OutOfMemoryError("by the test's wish");
    }

    private void reach() {
        if (away) throw new DeviceUnavailable(name(), "away");
    }

    @Override
    public String name() {
        return fake.name();
    }

    @Override
    public BeginOutcome begin(BlobHeader header) {
        passes(Place.BEGIN);
        var outcome = fake.begin(header);
        if (!(outcome instanceof BeginOutcome.Begun(var writer))) return outcome;
        open.incrementAndGet();
        return new BeginOutcome.Begun(new Writer(writer));
    }

    @Override
    public DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        reads.incrementAndGet();
        passes(Place.READ);
        var outcome = fake.read(blob, firstByte, endByte);
        if (!(outcome instanceof DeviceReadOutcome.Opened(var blobBytes, var source))) return outcome;
        open.incrementAndGet();
        return new DeviceReadOutcome.Opened(blobBytes, new Source(source));
    }

    @Override
    public Optional<StoredBlob> head(Id128 blob) {
        reach();
        return fake.head(blob);
    }

    @Override
    public DeviceDeleteOutcome delete(Id128 blob) {
        passes(Place.DELETE);
        if (deletesBreak) throw new DeviceUnavailable(name(), "broke");
        return fake.delete(blob);
    }

    @Override
    public DeviceDeleteOutcome drop(Id128 blob) {
        reach();
        return fake.drop(blob);
    }

    @Override
    public List<Id128> deletions(int partition, Optional<Id128> after, int limit) {
        reach();
        return fake.deletions(partition, after, limit);
    }

    @Override
    public List<Id128> quarantined(Optional<Id128> after, int limit) {
        reach();
        return fake.quarantined(after, limit);
    }

    @Override
    public List<PartitionDigest> digests(int firstPartition, int endPartition) {
        reach();
        return fake.digests(firstPartition, endPartition);
    }

    @Override
    public List<StoredBlob> list(int partition, Optional<Id128> after, int limit) {
        reach();
        return fake.list(partition, after, limit);
    }

    @Override
    public DeviceStatus status() {
        return fake.status();
    }

    @Override
    public void close() {
        fake.close();
    }

    private final class Writer implements DeviceBlobWriter {
        private final DeviceBlobWriter writer;
        private boolean closed;

        Writer(DeviceBlobWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(ByteBuffer bytes) {
            passes(Place.WRITE);
            if (writesBreak) throw new DeviceUnavailable(name(), "broke");
            writer.write(bytes);
        }

        @Override
        public DeviceWriteOutcome commit() {
            passes(Place.COMMIT);
            findsMemory();
            return writer.commit();
        }

        @Override
        public void close() {
            if (!closed) open.decrementAndGet();
            closed = true;
            writer.close();
        }
    }

    private @Nullable Chunk counted(@Nullable Chunk chunk) {
        if (chunk == null) return null;
        chunksOut.incrementAndGet();
        return new Chunk() {
            @Override
            public ByteBuffer bytes() {
                return chunk.bytes();
            }

            @Override
            public void release() {
                chunksOut.decrementAndGet();
                chunk.release();
            }
        };
    }

    private final class Source implements ByteSource {
        private final ByteSource source;
        private int chunks;
        private boolean closed;

        Source(ByteSource source) {
            this.source = source;
        }

        @Override
        public @Nullable Chunk next() {
            passes(Place.CHUNK);
            findsMemory();
            if (chunks++ >= breaksAfterChunks) {
                if (endsEarly) return null;
                throw new DeviceUnavailable(name(), "broke");
            }
            return counted(source.next());
        }

        @Override
        public void close() {
            if (!closed) open.decrementAndGet();
            closed = true;
            source.close();
        }
    }
}
