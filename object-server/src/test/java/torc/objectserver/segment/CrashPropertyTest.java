package torc.objectserver.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;
import torc.objectserver.device.BeginOutcome;
import torc.objectserver.device.DeviceBlobWriter;
import torc.objectserver.device.DeviceBlobWriter.DeviceWriteOutcome;
import torc.objectserver.device.DeviceDeleteOutcome;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.PartitionDigest;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.device.TestBlobs;

/// Puts, deletes, half-written blobs, index flushes, compactions, clean restarts, power cuts and lost indexes in any
/// order: what was acknowledged is there, what was deleted is gone, and every count is exact.
class CrashPropertyTest {
    private static final int PARTITIONS = 3;

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void f03_f04_d01_d03_whatWasAcknowledgedSurvivesPowerCutsInAnyOrderOfEvents(@ForAll long seed) throws Exception {
        var folder = Files.createTempDirectory("torc-crash");
        try {
            new Run(folder, seed).run();
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
    }

    private static final class Run {
        private final SegmentDeviceConfig config;
        private final Random chance;
        private final Map<Id128, byte[]> stored = new TreeMap<>();
        private final Map<Id128, Boolean> deleted = new HashMap<>();
        private final List<DeviceBlobWriter> unfinished = new ArrayList<>();
        private SimulatedDisk disk = new SimulatedDisk();
        private SegmentBlobDevice device;
        private int nextId = 1;

        Run(Path folder, long seed) {
            config = TestDevices.config(folder).withSegmentBytes(512 << 10);
            chance = new Random(seed);
            device = TestDevices.open(config, disk);
        }

        void run() throws Exception {
            for (var step = 0; step < 60; step++) step();
            check();
            restart(chance.nextBoolean(), true);
            check();
            device.close();
            assertThat(disk.openHandles()).isZero();
        }

        private void step() throws IOException {
            switch (chance.nextInt(16)) {
                case 0, 1, 2, 3, 4, 5 -> put();
                case 6, 7, 8, 9 -> delete();
                case 10 -> begin();
                case 11 -> device.engine().flushIndex();
                case 12, 13 -> new Compactor(device.engine(), Pacer.none()).compactOne();
                case 14 -> restart(chance.nextBoolean(), chance.nextInt(4) == 0);
                default -> check();
            }
        }

        private void put() {
            var id = TestBlobs.id(nextId++);
            var bytes = bytes(id);
            assertThat(TestBlobs.put(device, id, partition(id), bytes))
                    .isEqualTo(new DeviceWriteOutcome.Durable(bytes.length));
            stored.put(id, bytes);
        }

        /// Leaves a blob in the middle of its writing.
        private void begin() {
            var id = TestBlobs.id(nextId++);
            var writer = TestBlobs.begin(device, TestBlobs.header(id, partition(id), 400_000));
            writer.write(ByteBuffer.wrap(TestBlobs.bytes(1, chance.nextInt(400_000))));
            unfinished.add(writer);
        }

        private void delete() {
            var id = anyStored();
            if (id == null) return;
            assertThat(device.delete(id)).isEqualTo(new DeviceDeleteOutcome.Deleted());
            stored.remove(id);
            deleted.put(id, true);
        }

        private void restart(boolean powerCut, boolean losesIndex) throws IOException {
            var after = disk;
            if (powerCut) {
                after = disk.powerCut(chance);
                device.engine().index.close();
            }
            unfinished.forEach(DeviceBlobWriter::close);
            unfinished.clear();
            device.close();
            if (losesIndex) {
                try (var files = Files.list(config.folder().resolve("index"))) {
                    for (var file : files.toList()) Files.delete(file);
                }
            }
            disk = after;
            device = TestDevices.open(config, disk);
        }

        private void check() {
            for (var blob : stored.entrySet())
                assertThat(TestBlobs.read(device, blob.getKey())).isEqualTo(blob.getValue());
            for (var id : deleted.keySet())
                assertThat(device.read(id, 0, 1)).isEqualTo(new DeviceReadOutcome.Missing());
            var digests = new ArrayList<PartitionDigest>();
            for (var partition = 0; partition < PARTITIONS; partition++) {
                var ofPartition = partition;
                var ids = stored.keySet().stream()
                        .filter(id -> partition(id) == ofPartition)
                        .toList();
                assertThat(device.list(partition, Optional.empty(), 1000))
                        .extracting(StoredBlob::id)
                        .isEqualTo(ids);
                if (!ids.isEmpty())
                    digests.add(new PartitionDigest(
                            partition,
                            ids.size(),
                            ids.stream().mapToLong(PartitionDigest::share).sum()));
            }
            assertThat(device.digests(0, PARTITIONS)).isEqualTo(digests);
            var status = device.status();
            assertThat(status.blobs()).isEqualTo(stored.size());
            assertThat(status.liveBytes())
                    .isEqualTo(stored.values().stream()
                            .mapToLong(bytes -> bytes.length)
                            .sum());
            assertThat(status.quarantined()).isZero();
            for (var id : stored.keySet())
                assertThat(device.begin(TestBlobs.header(id, 0, 1))).isEqualTo(new BeginOutcome.Exists());
        }

        private @Nullable Id128 anyStored() {
            if (stored.isEmpty()) return null;
            return List.copyOf(stored.keySet()).get(chance.nextInt(stored.size()));
        }

        private byte[] bytes(Id128 id) {
            var size = chance.nextInt(4) == 0 ? chance.nextInt(400_000) : chance.nextInt(9_000);
            return TestBlobs.bytes(id.low(), size);
        }

        private static int partition(Id128 id) {
            return (int) (id.low() % PARTITIONS);
        }
    }
}
