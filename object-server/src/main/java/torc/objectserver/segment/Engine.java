package torc.objectserver.segment;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.index.BlobIndex;
import torc.objectserver.index.IndexDamaged;
import torc.objectserver.index.IndexEntry;

/// The parts of an open device, and the steps in which they change together. Safe for many threads.
final class Engine implements AutoCloseable {
    private static final int LOCKS = 256;

    final SegmentDeviceConfig config;
    final DeviceFolder folder;
    final DeviceHealth health;
    final Segments segments;
    final BlobIndex index;
    final Syncer syncer;
    final DirectBuffers buffers;
    final DeviceSpace space;
    final InstantSource clock;
    final Tail small;
    final Tail large;
    final Tail moved;
    final List<DamageListener> damageListeners = new CopyOnWriteArrayList<>();
    final Auditor auditor;
    private final @Nullable ZeroFiller zeros;
    private @Nullable Upkeep upkeep;
    private final ReentrantLock[] idLocks = new ReentrantLock[LOCKS];

    /// Whether it was logged that the index has no room.
    private volatile boolean indexIsShort;

    Engine(DeviceOpening opening) {
        config = opening.config();
        folder = opening.folder();
        health = new DeviceHealth(config.name());
        segments = opening.segments();
        index = opening.index();
        buffers = opening.buffers();
        clock = opening.clock();
        syncer = new Syncer(config.name());
        zeros = config.zeroAheadBytes() == 0
                ? null
                : new ZeroFiller(
                        config.name(),
                        opening.disk(),
                        config.zeroAheadBytes(),
                        config.segmentBytes(),
                        opening.nanoTime());
        space = new DeviceSpace(
                opening.disk(),
                config.headroomBytes(),
                opening.nanoTime(),
                () -> zeros == null ? 0 : zeros.unusedBytes());
        small = new Tail(TailKind.SMALL, segments, config.segmentBytes(), zeros == null ? Ahead.NOTHING : zeros);
        large = new Tail(TailKind.LARGE, segments, config.segmentBytes(), new RoomAhead(space, config.segmentBytes()));
        moved = new Tail(TailKind.MOVED, segments, config.segmentBytes(), Ahead.NOTHING);
        for (var i = 0; i < LOCKS; i++) idLocks[i] = new ReentrantLock();
        auditor = new Auditor(this);
        opening.resumable()
                .values()
                .forEach(segment -> tail(segment.format().kind()).resume(segment));
    }

    /// Begins to look after itself, if the configuration wants it.
    Engine started() {
        if (config.upkeep()) upkeep = new Upkeep(this);
        return this;
    }

    /// Makes a record that is durable the one that its id stands for, unless a later one came before it.
    void publish(Id128 id, IndexEntry entry) {
        changing(id, () -> {
            var before = index.get(id);
            if (before == null || before.sequence() < entry.sequence())
                index.replace(id, before, RollForward.superseding(before, entry));
            else index.replace(id, before, before.withShadow(entry.segment()));
        });
    }

    /// Puts a damaged copy aside, so that it is never given out, and tells who can repair it.
    void quarantine(Id128 id, IndexEntry damaged, String cause) {
        if (health.isClosed()) return;
        var isNew = new boolean[1];
        changing(id, () -> {
            var now = index.get(id);
            if (now == null || !now.isSound() || now.sequence() != damaged.sequence()) return;
            if (!now.isAt(damaged.segment(), damaged.offset())) return; // The bad copy was moved away from, checked.
            index.replace(id, now, now.quarantined());
            isNew[0] = true;
        });
        if (!isNew[0]) return;
        DeviceLog.LOG.warn("Blob quarantined device={} blob={} cause={}", config.name(), id, cause);
        damageListeners.forEach(listener -> listener.damaged(id, cause));
    }

    /// Takes a copy out of the index and nowhere else, so that its record is dead, but not deleted: who makes
    /// the index anew from the segments finds it again. A delete that is remembered stays.
    ///
    /// @return whether there was one
    boolean forget(Id128 id) {
        var forgotten = new boolean[1];
        changing(id, () -> {
            var now = index.get(id);
            if (now == null || now.isDeleted()) return;
            index.replace(id, now, null);
            forgotten[0] = true;
        });
        return forgotten[0];
    }

    /// Runs a change of an id's entry alone. Whoever holds the lock waits for no disk.
    void changing(Id128 id, Runnable change) {
        var lock = idLocks[id.hashCode() & (LOCKS - 1)];
        lock.lock();
        try {
            change.run();
        } catch (IndexDamaged e) {
            indexFailed(e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    void indexFailed(IndexDamaged cause) {
        if (health.isClosed()) return;
        if (cause.isShortage()) {
            if (!indexIsShort)
                DeviceLog.LOG.warn("No room for the index device={} cause={}", config.name(), cause.getMessage());
            indexIsShort = true;
            return;
        }
        folder.mistrustIndex();
        health.fail(cause + ": " + cause.getCause());
    }

    /// Makes the index durable, and with it the marks behind which a restart has to scan.
    ///
    /// @return whether it is; if not, the device has failed or its disk is full
    boolean flushIndex() {
        try {
            var marks = segments.marks();
            index.flush(marks, segments.sequence());
            if (indexIsShort) DeviceLog.LOG.info("There is room for the index again device={}", config.name());
            indexIsShort = false;
            return true;
        } catch (IndexDamaged e) {
            indexFailed(e);
            return false;
        }
    }

    Tail tail(TailKind kind) {
        return switch (kind) {
            case SMALL -> small;
            case LARGE -> large;
            case MOVED -> moved;
        };
    }

    /// Writes a record without data, durable on return. The extent stays open until the caller has indexed it.
    void writeTombstone(Extent extent, RecordHeader header) throws IOException {
        var dataOffset = RecordHeader.dataOffset(header.owner());
        var buffer = buffers.take(dataOffset);
        try {
            header.encode(buffer, 0);
            new EndMark(header.sequence(), 0, extent.bytes(), 0).encode(buffer, dataOffset - EndMark.BYTES);
            extent.segment().write(buffer.position(0).limit(dataOffset), extent.offset());
        } finally {
            buffers.giveBack(buffer);
        }
    }

    /// Stops taking work, makes what is done durable, and lets everything go but what readers still hold.
    @Override
    public void close() {
        close(OwnThread.END_LIMIT);
    }

    /// As above, with a time limit for each of the device's own threads.
    void close(Duration limit) {
        var quiet = upkeep == null || upkeep.ends(limit);
        health.close();
        quiet &= zeros == null || zeros.ends(limit);
        quiet &= syncer.ends(limit);
        // Files, index and lock stay with a thread that hangs; the process that ends takes them away under it, and the
        // next start finds what was synced.
        if (!quiet) return;
        if (health.failed().isEmpty()) flushIndex();
        index.close();
        segments.close();
        folder.close();
    }
}
