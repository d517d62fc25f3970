package torc.objectserver.replica;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.TestBlobs;

/// A store over devices in memory, with limits short enough for tests.
public final class TestCluster {
    private final List<UnrulyDevice> devices;
    private final Placement placement;
    private final ConcurrentLinkedQueue<Id128> repairs = new ConcurrentLinkedQueue<>();
    private final ReplicaStore store;

    public TestCluster(int deviceCount, int replicas) {
        this(deviceCount, replicas, limits());
    }

    public TestCluster(int deviceCount, int replicas, ReplicaLimits limits) {
        this(deviceCount, replicas, limits, System::nanoTime);
    }

    public TestCluster(int deviceCount, int replicas, ReplicaLimits limits, LongSupplier nanoTime) {
        devices = IntStream.range(0, deviceCount)
                .mapToObj(index -> new UnrulyDevice("d" + index))
                .toList();
        placement = new RoundRobin(deviceCount, replicas);
        var placed = devices.stream().map(device -> new PlacedDevice(device, 0)).toList();
        store = new ReplicaStore(
                new Ids(new Random(1)),
                placement,
                placed,
                limits,
                nanoTime,
                Thread.ofVirtual().factory(),
                (blob, _) -> repairs.add(blob));
    }

    /// Standard limits, but nobody waits long for a device that hangs.
    public static ReplicaLimits limits() {
        return new ReplicaLimits(
                64,
                4,
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofMillis(100),
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Duration.ofMillis(1000),
                Duration.ofMillis(200),
                8,
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    /// As [#limits()], with time enough for a device that only shares a busy machine.
    public static ReplicaLimits patientLimits() {
        var hasty = limits();
        return new ReplicaLimits(
                hasty.sharedBuffers(),
                hasty.laneBuffers(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(12),
                Duration.ofSeconds(5),
                hasty.hedgeLeast(),
                hasty.hedgeMost(),
                Duration.ofSeconds(12),
                Duration.ofSeconds(5),
                hasty.handoffs(),
                hasty.breakerFailures(),
                hasty.breakerLeast(),
                hasty.breakerMost());
    }

    /// As [#limits()] for reads, but every copy of a write is waited for.
    public static ReplicaLimits patientWrites() {
        var patient = patientLimits();
        var hasty = limits();
        return new ReplicaLimits(
                hasty.sharedBuffers(),
                hasty.laneBuffers(),
                patient.laneStall(),
                patient.commitLimit(),
                patient.straggler(),
                hasty.hedgeLeast(),
                hasty.hedgeMost(),
                hasty.readLimit(),
                Duration.ofSeconds(1),
                hasty.handoffs(),
                hasty.breakerFailures(),
                hasty.breakerLeast(),
                hasty.breakerMost());
    }

    /// As [#patientWrites()], and no second copy is asked because a busy machine is slow to answer from the first.
    public static ReplicaLimits patient() {
        var patient = patientWrites();
        return new ReplicaLimits(
                patient.sharedBuffers(),
                patient.laneBuffers(),
                patient.laneStall(),
                patient.commitLimit(),
                patient.straggler(),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofSeconds(12),
                patient.deleteLimit(),
                patient.handoffs(),
                patient.breakerFailures(),
                patient.breakerLeast(),
                patient.breakerMost());
    }

    public ReplicaStore store() {
        return store;
    }

    public DeviceMap map() {
        return new DeviceMap(placement, List.copyOf(devices));
    }

    public Placement placement() {
        return placement;
    }

    public List<UnrulyDevice> devices() {
        return devices;
    }

    /// Primaries of a blob in order, then its handoffs.
    public List<UnrulyDevice> devicesOf(Id128 blob) {
        var partition = placement.partition(blob);
        var first = placement.primary(partition, 0);
        return IntStream.range(0, devices.size())
                .mapToObj(step -> devices.get((first + step) % devices.size()))
                .toList();
    }

    /// Blobs whose repair was asked for.
    public List<Id128> repairs() {
        return List.copyOf(repairs);
    }

    public long copies(Id128 blob) {
        return devices.stream()
                .filter(device -> device.fake().blobs().contains(blob))
                .count();
    }

    public int open() {
        return devices.stream().mapToInt(UnrulyDevice::open).sum();
    }

    /// A stored blob's id and outcome.
    public record Put(Id128 id, BlobWriteOutcome outcome) {}

    public Put put(byte[] bytes) {
        try (var writer = store.create(TestBlobs.OWNER, bytes.length)) {
            for (var at = 0; at < bytes.length; at += 100_000)
                writer.write(ByteBuffer.wrap(bytes, at, Math.min(100_000, bytes.length - at)));
            return new Put(writer.id(), writer.commit());
        }
    }

    public byte[] read(Id128 blob) {
        return read(blob, 0, Long.MAX_VALUE);
    }

    public byte[] read(Id128 blob, long firstByte, long endByte) {
        return switch (store.read(blob, firstByte, endByte)) {
            case BlobReadOutcome.Opened(var source) -> TestBlobs.drain(source);
            case BlobReadOutcome other -> throw new IllegalStateException(other.toString());
        };
    }

    /// Waits until something that other threads do has happened; fails the test after twenty seconds.
    public static void eventually(java.util.function.BooleanSupplier happened) {
        var end = System.nanoTime() + 20_000_000_000L;
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("it did not happen");
            java.util.concurrent.locks.LockSupport.parkNanos(100_000);
        }
    }

    /// Sixteen partitions; copy r of partition p is on device (p + r) modulo their number.
    private record RoundRobin(int deviceCount, int replicas) implements Placement {
        @Override
        public int partition(Id128 blob) {
            return (int) (blob.high() >>> 60);
        }

        @Override
        public int partitions() {
            return 16;
        }

        @Override
        public int primary(int partition, int replica) {
            return (partition + replica) % deviceCount;
        }

        @Override
        public PrimitiveIterator.OfInt handoffs(int partition) {
            return IntStream.range(replicas, deviceCount)
                    .map(step -> (partition + step) % deviceCount)
                    .iterator();
        }
    }
}
