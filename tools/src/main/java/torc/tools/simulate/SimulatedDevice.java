package torc.tools.simulate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.common.stream.ByteSource;
import torc.common.stream.Chunk;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.BlobHeader;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.DeviceStatus;
import torc.objectserver.device.DeviceUnavailable;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;

/// One device of an object server, as its contract tells it, with a disk that can lose what was not synced, fail, rot
/// and fill up. It keeps no more over a crash than it has promised. For the one thread of the simulation.
final class SimulatedDevice implements BlobDevice {
    private static final int CHUNK_BYTES = 16 << 10;

    /// What a device that forgets to sync loses at a crash.
    private static final long UNSYNCED_NANOS = 5_000_000_000L;

    final DiskFaults faults = new DiskFaults();
    private final String name;
    private final SimulatedTime time;
    private final Planted planted;
    private final TreeMap<Id128, Copy> copies = new TreeMap<>();
    private final TreeMap<Id128, Copy> dropped = new TreeMap<>();
    private final TreeMap<Id128, Integer> deletions = new TreeMap<>();
    private final Set<Id128> writing = new HashSet<>();
    private final List<Syncing> syncing = new ArrayList<>();
    private long reservedBytes;
    private int life;
    private boolean up = true;

    SimulatedDevice(String name, SimulatedTime time, Planted planted) {
        this.name = name;
        this.time = time;
        this.planted = planted;
    }

    private record Copy(StoredBlob stored, byte[] bytes, boolean damaged, boolean quarantined, long since) {
        Copy with(boolean isDamaged, boolean isQuarantined) {
            return new Copy(stored, bytes, isDamaged, isQuarantined, since);
        }
    }

    /// A change that is on its way to the disk, made by the process `client`.
    private record Syncing(@Nullable Object client, Runnable change) {}

    boolean isUp() {
        return up;
    }

    /// The process ends. What was not synced is lost or kept, as it happens.
    void crash() {
        up = false;
        life++;
        syncing.forEach(each -> maybe(each.change));
        syncing.clear();
        writing.clear();
        reservedBytes = 0;
        dropped.forEach((id, copy) -> maybe(() -> {
            if (!deletions.containsKey(id)) copies.putIfAbsent(id, copy);
        }));
        dropped.clear();
        if (planted == Planted.FORGETS_SYNC)
            copies.values().removeIf(copy -> time.nanos() - copy.since < UNSYNCED_NANOS);
    }

    private void maybe(Runnable change) {
        if (time.random().nextBoolean()) change.run();
    }

    void start() {
        up = true;
    }

    /// The disk is replaced by an empty one; only while it is down.
    void wipe() {
        copies.clear();
        deletions.clear();
    }

    /// A process that used this device has died: what it was at ends as it happens.
    void abandonedBy(Object client, List<DeviceBlobWriter> open) {
        for (var each : List.copyOf(syncing)) if (Objects.equals(each.client, client)) maybe(each.change);
        syncing.removeIf(each -> Objects.equals(each.client, client));
        open.forEach(DeviceBlobWriter::close);
    }

    /// Whether a copy of a blob is whole on the disk, whatever the device believes.
    boolean isSound(Id128 blob) {
        var copy = copies.get(blob);
        return copy != null && !copy.damaged && !copy.quarantined;
    }

    List<Id128> held() {
        return List.copyOf(copies.keySet());
    }

    boolean isWriting() {
        return !writing.isEmpty() || reservedBytes != 0;
    }

    void damage(Id128 blob) {
        copies.computeIfPresent(blob, (_, copy) -> copy.with(true, copy.quarantined));
    }

    /// Reads every copy, as the auditor does.
    void audit() {
        copies.replaceAll((_, copy) -> copy.damaged ? copy.with(true, true) : copy);
    }

    @Override
    public String name() {
        return name;
    }

    /// Waits for the disk; throws if the process has crashed meanwhile, or the disk fails.
    private void disk(int began, long nanos) {
        time.sleep(nanos + faults.extraNanos(time.random()));
        if (!up || life != began) throw new DeviceUnavailable(name, "crashed");
        if (faults.failsNow(time.random())) throw new DeviceUnavailable(name, "I/O error");
    }

    private int begun() {
        if (!up) throw new DeviceUnavailable(name, "down");
        return life;
    }

    @Override
    public BeginOutcome begin(BlobHeader header) {
        begun();
        var there = copies.get(header.id());
        if (there != null && !there.quarantined) return new BeginOutcome.Exists();
        if (deletions.containsKey(header.id())) return new BeginOutcome.Deleted();
        if (writing.contains(header.id())) return new BeginOutcome.Unavailable("the blob is being written");
        if (faults.isFull()) return new BeginOutcome.Full(0);
        writing.add(header.id());
        reservedBytes += header.maxBytes();
        return new BeginOutcome.Begun(new Writer(header, life, time.current()));
    }

    @Override
    public DeviceReadOutcome read(Id128 blob, long firstByte, long endByte) {
        disk(begun(), 100_000);
        var copy = copies.get(blob);
        if (copy == null) return new DeviceReadOutcome.Missing();
        if (copy.quarantined) return new DeviceReadOutcome.Damaged("found damaged before");
        return new DeviceReadOutcome.Opened(copy.bytes.length, new Source(copy, firstByte, endByte, life));
    }

    @Override
    public Optional<StoredBlob> head(Id128 blob) {
        begun();
        var copy = copies.get(blob);
        return copy == null || copy.quarantined ? Optional.empty() : Optional.of(copy.stored);
    }

    @Override
    public DeviceDeleteOutcome delete(Id128 blob) {
        var began = begun();
        var copy = copies.get(blob);
        if (copy == null) return new DeviceDeleteOutcome.Missing();
        if (planted == Planted.KEEPS_DELETED && name.equals("d0")) return new DeviceDeleteOutcome.Deleted();
        sync(began, () -> {
            if (copies.remove(blob) != null) deletions.put(blob, copy.stored.partition());
        });
        return new DeviceDeleteOutcome.Deleted();
    }

    /// Makes a change durable: it is seen when this returns; if this throws, it happened or not.
    private void sync(int began, Runnable change) {
        var entry = new Syncing(time.current(), change);
        syncing.add(entry);
        try {
            disk(began, 500_000);
        } catch (DeviceUnavailable e) {
            if (syncing.remove(entry)) maybe(change);
            throw e;
        }
        syncing.remove(entry);
        change.run();
    }

    @Override
    public DeviceDeleteOutcome drop(Id128 blob) {
        begun();
        var copy = copies.remove(blob);
        if (copy == null) return new DeviceDeleteOutcome.Missing();
        dropped.put(blob, copy);
        return new DeviceDeleteOutcome.Deleted();
    }

    @Override
    public List<Id128> deletions(int partition, Optional<Id128> after, int limit) {
        begun();
        if (planted == Planted.HEALER_DELETES && time.random().nextInt(20) == 0)
            return copies.values().stream()
                    .filter(copy -> copy.stored.partition() == partition && isAfter(copy.stored.id(), after))
                    .map(copy -> copy.stored.id())
                    .limit(limit)
                    .toList();
        return deletions.entrySet().stream()
                .filter(each -> each.getValue() == partition && isAfter(each.getKey(), after))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Id128> quarantined(Optional<Id128> after, int limit) {
        begun();
        return copies.values().stream()
                .filter(copy -> copy.quarantined && isAfter(copy.stored.id(), after))
                .map(copy -> copy.stored.id())
                .limit(limit)
                .toList();
    }

    @Override
    public List<PartitionDigest> digests(int firstPartition, int endPartition) {
        begun();
        var digests = new TreeMap<Integer, PartitionDigest>();
        for (var copy : copies.values()) {
            var partition = copy.stored.partition();
            if (copy.quarantined || partition < firstPartition || partition >= endPartition) continue;
            var share = PartitionDigest.share(copy.stored.id());
            digests.merge(
                    partition,
                    new PartitionDigest(partition, 1, share),
                    (sum, _) -> new PartitionDigest(partition, sum.count() + 1, sum.digest() + share));
        }
        return List.copyOf(digests.values());
    }

    @Override
    public List<StoredBlob> list(int partition, Optional<Id128> after, int limit) {
        begun();
        return copies.values().stream()
                .filter(copy -> !copy.quarantined && copy.stored.partition() == partition)
                .map(Copy::stored)
                .filter(stored -> isAfter(stored.id(), after))
                .limit(limit)
                .toList();
    }

    @Override
    public DeviceStatus status() {
        begun();
        return new DeviceStatus(1L << 40, 1L << 40, 0, copies.size(), 0, 0, "");
    }

    @Override
    public void close() {
        up = false;
    }

    private static boolean isAfter(Id128 blob, Optional<Id128> after) {
        return after.isEmpty() || blob.compareTo(after.get()) > 0;
    }

    private final class Writer implements DeviceBlobWriter {
        private final BlobHeader header;
        private final int began;
        private final @Nullable Object client;
        private byte[] bytes = new byte[0];
        private boolean ended;

        Writer(BlobHeader header, int began, @Nullable Object client) {
            this.header = header;
            this.began = began;
            this.client = client;
        }

        @Override
        public void write(ByteBuffer more) {
            var joined = ByteBuffer.allocate(bytes.length + more.remaining());
            bytes = joined.put(bytes).put(more).array();
        }

        @Override
        public DeviceWriteOutcome commit() {
            var stored = new StoredBlob(header.id(), header.partition(), header.owner(), bytes.length);
            try {
                if (!up || life != began) return new DeviceWriteOutcome.Failed("crashed");
                sync(began, () -> copies.put(header.id(), new Copy(stored, bytes, false, false, time.nanos())));
                return new DeviceWriteOutcome.Durable(bytes.length);
            } catch (DeviceUnavailable e) {
                return new DeviceWriteOutcome.Failed(e.toString());
            } finally {
                close();
            }
        }

        @Override
        public void close() {
            if (ended) return;
            ended = true;
            if (life != began) return;
            writing.remove(header.id());
            reservedBytes -= header.maxBytes();
        }

        @Override
        public String toString() {
            return header.id() + " by " + client;
        }
    }

    private final class Source implements ByteSource {
        private final Copy copy;
        private final long endByte;
        private final int began;
        private long nextByte;

        Source(Copy copy, long firstByte, long endByte, int began) {
            this.copy = copy;
            this.nextByte = firstByte;
            this.endByte = Math.min(endByte, copy.bytes.length);
            this.began = began;
        }

        @Override
        public @Nullable Chunk next() {
            if (nextByte >= endByte) return null;
            disk(began, 50_000);
            var length = (int) Math.min(CHUNK_BYTES, endByte - nextByte);
            var chunk = Arrays.copyOfRange(copy.bytes, (int) nextByte, (int) nextByte + length);
            var now = copies.get(copy.stored.id());
            var isDamaged = copy.damaged || (now != null && Arrays.equals(now.bytes, copy.bytes) && now.damaged);
            if (isDamaged && planted == Planted.NO_CHECKSUMS) chunk[0] = (byte) ~chunk[0];
            else if (isDamaged) quarantine();
            nextByte += length;
            return Chunk.unpooled(chunk);
        }

        private void quarantine() {
            copies.computeIfPresent(
                    copy.stored.id(), (_, now) -> Arrays.equals(now.bytes, copy.bytes) ? now.with(true, true) : now);
            throw new BlobDamaged(name, copy.stored.id(), "a block's checksum differs");
        }

        @Override
        public void close() {
            nextByte = endByte;
        }
    }
}
