package torc.objectserver.replica;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.DeviceReadOutcome;

/// One copy being read on a thread of its own, a few chunks ahead of whoever wants them.
///
/// Fields that change, and the chunks, belong to the race's lock.
public final class CopyFeed implements Runnable {
    /// Chunks that may wait to be taken; bounds the memory of a read.
    private static final int CHUNKS_AHEAD = 2;

    private final Race race;
    private final Member member;
    private final Id128 blob;
    private final long firstByte;
    private final long endByte;
    private final ArrayDeque<Chunk> ready = new ArrayDeque<>(CHUNKS_AHEAD);
    private long blobBytes = -1;
    private @Nullable CopyEnd end;
    private boolean dropped;

    public CopyFeed(Race race, Member member, Id128 blob, long firstByte, long endByte) {
        this.race = race;
        this.member = member;
        this.blob = blob;
        this.firstByte = firstByte;
        this.endByte = endByte;
    }

    public Member member() {
        return member;
    }

    /// The blob's length once the copy has opened, else -1.
    public long blobBytes() {
        return blobBytes;
    }

    /// How the copy ended, once everything that it gave has been taken.
    public @Nullable CopyEnd end() {
        return ready.isEmpty() ? end : null;
    }

    /// The next chunk, of which [#hasChunk()] said that it is there.
    public Chunk take() {
        return ready.remove();
    }

    public boolean hasChunk() {
        return !ready.isEmpty();
    }

    /// Nobody wants this copy's bytes any more.
    public void drop() {
        dropped = true;
        for (var chunk = ready.poll(); chunk != null; chunk = ready.poll()) chunk.release();
    }

    @Override
    public void run() {
        var ended = read();
        race.change(() -> end = ended);
    }

    private CopyEnd read() {
        try {
            return switch (member.device().read(blob, firstByte, endByte)) {
                case DeviceReadOutcome.Opened opened -> pump(opened);
                case DeviceReadOutcome.Missing _ -> new CopyEnd.Missing();
                case DeviceReadOutcome.Damaged(var cause) -> new CopyEnd.Damaged(cause);
                case DeviceReadOutcome.Unavailable(var cause) -> new CopyEnd.Unavailable(cause);
            };
        } catch (BlobDamaged e) {
            return new CopyEnd.Damaged(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CopyEnd.Unavailable("interrupted");
        } catch (RuntimeException | Error e) { // The outermost frame of this thread.
            return new CopyEnd.Unavailable(e.toString());
        }
    }

    private CopyEnd pump(DeviceReadOutcome.Opened opened) throws InterruptedException {
        try (ByteSource source = opened.source()) {
            race.change(() -> blobBytes = opened.blobBytes());
            for (var chunk = source.next(); chunk != null; chunk = source.next()) {
                if (!offer(chunk)) {
                    chunk.release();
                    break;
                }
            }
            return new CopyEnd.Ended();
        }
    }

    private boolean offer(Chunk chunk) throws InterruptedException {
        race.lock().lock();
        try {
            while (!dropped && ready.size() >= CHUNKS_AHEAD) race.changed().await();
            if (dropped) return false;
            ready.add(chunk);
            race.changed().signalAll();
            return true;
        } finally {
            race.lock().unlock();
        }
    }
}
