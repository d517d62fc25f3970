package torc.objectserver.erasure;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import torc.common.id.Id128;
import torc.common.id.Ids;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.erasure.code.ErasureCode;
import torc.objectserver.erasure.code.JavaEngine;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.PlacedDevice;
import torc.objectserver.replica.Placement;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.ShiftedPlacement;

/// A store of fragments over given devices, copy r of partition p on device (p + r) modulo their number.
final class ErasureCluster<D extends BlobDevice> {
    static final int POLICY = 5;

    final ErasureCode code;
    final List<D> devices;
    final Placement placement;
    final ErasureStore store;
    final ConcurrentLinkedQueue<Id128> repairs = new ConcurrentLinkedQueue<>();

    ErasureCluster(List<D> devices, int data, int parity, ReplicaLimits limits) {
        this.devices = devices;
        this.code = new ErasureCode(data, parity, new JavaEngine());
        this.placement = ShiftedPlacement.ofPolicy(POLICY, new RoundRobin(devices.size(), data + parity));
        this.store = new ErasureStore(
                new Ids(new Random(1)),
                POLICY,
                code,
                placement,
                devices.stream().map(device -> new PlacedDevice(device, 0)).toList(),
                limits,
                System::nanoTime,
                Thread.ofVirtual().factory(),
                (blob, _) -> repairs.add(blob));
    }

    DeviceMap map() {
        return new DeviceMap(placement, List.copyOf(devices));
    }

    record Put(Id128 id, BlobWriteOutcome outcome) {}

    Put put(byte[] bytes) {
        try (var writer = store.create(TestBlobs.OWNER, bytes.length)) {
            for (var at = 0; at < bytes.length; at += 100_000)
                writer.write(ByteBuffer.wrap(bytes, at, Math.min(100_000, bytes.length - at)));
            return new Put(writer.id(), writer.commit());
        }
    }

    byte[] read(Id128 blob, long firstByte, long endByte) {
        return switch (store.read(blob, firstByte, endByte)) {
            case BlobReadOutcome.Opened(var source) -> TestBlobs.drain(source);
            case BlobReadOutcome other -> throw new IllegalStateException(other.toString());
        };
    }

    byte[] read(Id128 blob) {
        return read(blob, 0, Long.MAX_VALUE);
    }

    /// The device that fragment `index` belongs on.
    D home(Id128 blob, int index) {
        return devices.get(placement.primary(placement.partition(blob), index));
    }

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
