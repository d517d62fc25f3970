package torc.objectserver.segment;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.disk.Disk;
import torc.objectserver.disk.RealDisk;
import torc.objectserver.index.IndexDamaged;
import torc.objectserver.index.IndexEntry;
import torc.objectserver.segment.RecordHeader.Kind;

/// A device of this process: blobs in segments, found by an index.
public final class SegmentBlobDevice implements BlobDevice {
    /// Times that a reader looks again for a blob that compaction moves away under its eyes.
    private static final int LOOKS = 10;

    private final Engine engine;
    private final Disk disk;
    private final Set<Id128> writing = ConcurrentHashMap.newKeySet();

    private SegmentBlobDevice(Engine engine, Disk disk) {
        this.engine = engine;
        this.disk = disk;
    }

    /// Opens a device, and makes it if its folder is empty. Blocks until the index has caught up with the
    /// segments.
    ///
    /// @throws DeviceRefused if the folder is another device's, of another release, or in use
    public static SegmentBlobDevice open(
            SegmentDeviceConfig config, InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {
        var folder = DeviceFolder.open(config.folder(), config.name());
        try {
            return open(config, folder, new RealDisk(folder.segments()), clock, nanoTime, random);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    static SegmentBlobDevice open(
            SegmentDeviceConfig config,
            DeviceFolder folder,
            Disk disk,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        var opening = DeviceOpening.open(config, folder, disk, clock, nanoTime, random);
        return new SegmentBlobDevice(new Engine(opening).started(), disk);
    }

    /// Asks to be told of damaged copies.
    public void onDamage(DamageListener listener) {
        engine.damageListeners.add(listener);
    }

    /// How far the auditor is.
    public AuditProgress auditProgress() {
        return engine.auditor.progress();
    }

    @Override
    public String name() {
        return engine.config.name();
    }

    @Override
    public BeginOutcome begin(BlobHeader header) {
        if (header.maxBytes() < 0 || header.maxBytes() > BlobStore.MAX_BLOB_BYTES)
            throw new IllegalArgumentException("a blob has 0 to 64 MiB: " + header.maxBytes());
        var recordBytes = SegmentFormat.recordBytes(RecordHeader.dataOffset(header.owner()), header.maxBytes());
        var away = engine.health.away();
        if (away != null) return new BeginOutcome.Unavailable(away);
        if (writing.size() >= engine.config.maxWriters())
            return new BeginOutcome.Unavailable("too many blobs are being written");
        if (!writing.add(header.id())) return new BeginOutcome.Unavailable("the blob is being written");
        BeginOutcome outcome = new BeginOutcome.Unavailable("the device failed");
        try {
            outcome = begin(header, recordBytes);
        } catch (IOException e) {
            engine.health.failedOnce(e);
            outcome = new BeginOutcome.Unavailable(String.valueOf(e.getMessage()));
        } catch (IndexDamaged e) {
            engine.indexFailed(e);
            outcome = new BeginOutcome.Unavailable(String.valueOf(e.getMessage()));
        } finally {
            if (!(outcome instanceof BeginOutcome.Begun)) writing.remove(header.id());
        }
        return outcome;
    }

    private BeginOutcome begin(BlobHeader header, long recordBytes) throws IOException {
        var entry = engine.index.get(header.id());
        if (entry != null && entry.isSound()) return new BeginOutcome.Exists();
        if (entry != null && entry.isDeleted()) return new BeginOutcome.Deleted();
        if (!engine.space.promise(recordBytes)) return new BeginOutcome.Full(Math.max(0, engine.space.freeBytes()));
        return new BeginOutcome.Begun(
                new SegmentBlobWriter(engine, header, recordBytes, () -> writing.remove(header.id())));
    }

    @Override
    public DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        if (firstByte < 0 || endByte < firstByte)
            throw new IllegalArgumentException("range " + firstByte + ".." + endByte);
        if (engine.health.isClosed()) return new DeviceReadOutcome.Unavailable("the device is closed");
        try {
            for (var look = 0; look < LOOKS; look++) {
                var entry = engine.index.get(blob);
                if (entry == null || entry.isDeleted()) return new DeviceReadOutcome.Missing();
                if (!entry.isSound()) return new DeviceReadOutcome.Damaged("the copy is in quarantine");
                var segment = engine.segments.get(entry.segment());
                if (segment != null && segment.enter())
                    return new DeviceReadOutcome.Opened(
                            entry.dataBytes(), new SegmentBlobSource(engine, segment, blob, entry, firstByte, endByte));
                if (segment == null && entry.equals(engine.index.get(blob))) {
                    engine.quarantine(blob, entry, "its segment is lost");
                    return new DeviceReadOutcome.Damaged("its segment is lost");
                }
            }
            return new DeviceReadOutcome.Unavailable("the blob is being moved");
        } catch (IndexDamaged e) {
            engine.indexFailed(e);
            return new DeviceReadOutcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<StoredBlob> head(Id128 blob) {
        return asking(() -> Optional.ofNullable(stored(blob)));
    }

    @Override
    public DeviceDeleteOutcome delete(Id128 blob) {
        var away = engine.health.away();
        if (away != null) return new DeviceDeleteOutcome.Unavailable(away);
        try {
            var entry = engine.index.get(blob);
            if (entry == null || entry.isDeleted()) return new DeviceDeleteOutcome.Missing();
            bury(blob, entry.partition());
            return new DeviceDeleteOutcome.Deleted();
        } catch (IOException e) {
            engine.health.failedOnce(e);
            return new DeviceDeleteOutcome.Unavailable(String.valueOf(e.getMessage()));
        } catch (IndexDamaged e) {
            engine.indexFailed(e);
            return new DeviceDeleteOutcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public DeviceDeleteOutcome drop(Id128 blob) {
        var away = engine.health.away();
        if (away != null) return new DeviceDeleteOutcome.Unavailable(away);
        try {
            return engine.forget(blob) ? new DeviceDeleteOutcome.Deleted() : new DeviceDeleteOutcome.Missing();
        } catch (IndexDamaged e) {
            engine.indexFailed(e);
            return new DeviceDeleteOutcome.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Id128> deletions(int partition, Optional<Id128> after, int limit) {
        return asking(() -> engine.index.deleted(partition, after, limit));
    }

    @Override
    public List<Id128> quarantined(Optional<Id128> after, int limit) {
        return asking(() -> engine.index.quarantined(after, limit));
    }

    @Override
    public List<PartitionDigest> digests(int firstPartition, int endPartition) {
        return asking(() -> engine.index.digests(firstPartition, endPartition));
    }

    @Override
    public List<StoredBlob> list(int partition, Optional<Id128> after, int limit) {
        return asking(() -> {
            var listed = new ArrayList<StoredBlob>();
            var from = after;
            while (listed.size() < limit) {
                var ids = engine.index.sound(partition, from, limit - listed.size());
                if (ids.isEmpty()) break;
                for (var id : ids) {
                    var stored = stored(id);
                    if (stored != null) listed.add(stored);
                }
                from = Optional.of(ids.getLast());
            }
            return List.copyOf(listed);
        });
    }

    @Override
    public DeviceStatus status() {
        try {
            var dead = engine.health.isClosed()
                    ? 0
                    : engine.segments.all().stream()
                            .mapToLong(segment -> segment.mark()
                                    - SegmentFormat.FIRST_RECORD
                                    - engine.index.liveBytes(segment.number()))
                            .map(bytes -> Math.max(0, bytes))
                            .sum();
            return new DeviceStatus(
                    disk.totalBytes(),
                    Math.max(0, engine.space.freeBytes()),
                    engine.index.bytes(),
                    engine.index.blobs(),
                    dead,
                    engine.index.quarantined(),
                    engine.health.failed());
        } catch (IOException | IndexDamaged e) {
            var cause = String.valueOf(engine.health.away() != null ? engine.health.away() : e.getMessage());
            return new DeviceStatus(0, 0, 0, 0, 0, 0, cause);
        }
    }

    @Override
    public void close() {
        if (engine.health.isClosed()) return;
        engine.close();
    }

    /// Bytes of the records of all sound blobs, with heads and checksums, without the gaps between them.
    public long recordBytes() {
        return engine.segments.all().stream()
                .mapToLong(segment -> engine.index.liveBytes(segment.number()))
                .sum();
    }

    /// For tests: the parts.
    Engine engine() {
        return engine;
    }

    private void bury(Id128 blob, int partition) throws IOException {
        var owner = RecordHeader.deletedAt(engine.clock.instant());
        var bytes = SegmentFormat.recordBytes(RecordHeader.dataOffset(owner), 0);
        var extent = engine.small.reserve(bytes);
        var used = 0L;
        try {
            var segment = extent.segment();
            var header = new RecordHeader(
                    Kind.TOMBSTONE,
                    segment.format().salt(),
                    segment.number(),
                    extent.offset(),
                    partition,
                    extent.sequence(),
                    blob,
                    owner);
            engine.writeTombstone(extent, header);
            // Once it is on its way its room is never given to another: it may be on the disk whatever comes.
            used = bytes;
            engine.syncer.sync(segment);
            var mark = new EndMark(extent.sequence(), 0, bytes, 0);
            var found = new FoundRecord(header, mark, RecordHeader.dataOffset(owner));
            engine.publish(blob, found.entry(IndexEntry.State.DELETED));
        } finally {
            extent.release(used);
        }
    }

    /// What a sound blob's header says; null for any other, and for one whose header is found damaged.
    private @Nullable StoredBlob stored(Id128 blob) {
        for (var look = 0; look < LOOKS; look++) {
            var entry = engine.index.get(blob);
            if (entry == null || !entry.isSound()) return null;
            var segment = engine.segments.get(entry.segment());
            if (segment == null || !segment.enter()) continue;
            try {
                var header = header(segment, entry);
                if (header != null && header.id().equals(blob))
                    return new StoredBlob(blob, entry.partition(), header.owner(), entry.dataBytes());
                engine.quarantine(blob, entry, "its header is damaged");
                return null;
            } catch (IOException e) {
                engine.health.failedOnce(e);
                engine.quarantine(blob, entry, "its header cannot be read: " + e.getMessage());
                return null;
            } finally {
                segment.leave();
            }
        }
        return null;
    }

    private @Nullable RecordHeader header(Segment segment, IndexEntry entry) throws IOException {
        var head = engine.buffers.take(entry.dataOffset());
        try {
            segment.file().read(head.limit(entry.dataOffset()), entry.offset());
            return RecordHeader.decode(head.flip(), 0, segment.format().salt(), segment.number(), entry.offset());
        } finally {
            engine.buffers.giveBack(head);
        }
    }

    private <T> T asking(Supplier<T> question) {
        if (engine.health.isClosed()) throw new DeviceUnavailable(name(), "the device is closed");
        try {
            return question.get();
        } catch (IndexDamaged e) {
            engine.indexFailed(e);
            throw new DeviceUnavailable(name(), String.valueOf(e.getMessage()));
        }
    }
}
