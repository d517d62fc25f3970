package torc.objectserver.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobStore;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.replica.ReplicaLimits;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.replica.UnrulyDevice;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;

class ErasureStoreTest {
    private static ErasureCluster<UnrulyDevice> cluster(int devices) {
        var unruly = IntStream.range(0, devices)
                .mapToObj(index -> new UnrulyDevice("d" + index))
                .toList();
        return new ErasureCluster<>(unruly, 4, 2, TestCluster.patientLimits());
    }

    /// As [TestCluster#patientLimits()], and nobody takes a device of a busy machine for a slow one.
    private static ReplicaLimits withoutHedges() {
        var limits = TestCluster.patientLimits();
        return new ReplicaLimits(
                limits.sharedBuffers(),
                limits.laneBuffers(),
                limits.laneStall(),
                limits.commitLimit(),
                limits.straggler(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(11),
                limits.readLimit(),
                limits.deleteLimit(),
                limits.handoffs(),
                limits.breakerFailures(),
                limits.breakerLeast(),
                limits.breakerMost());
    }

    @Test
    void blobsOfAnyLengthReadBackWholeAndInParts() {
        var cluster = cluster(6);
        var random = new Random(7);
        for (var length : new int[] {0, 1, 3, 4, 5, 65_535, 262_143, 262_144, 262_145, 1_000_000}) {
            var bytes = TestBlobs.bytes(length, length);

            var put = cluster.put(bytes);

            assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(length, 6));
            assertThat(cluster.read(put.id())).isEqualTo(bytes);
            for (var i = 0; i < 20; i++) {
                var first = random.nextInt(length + 1);
                var end = first + random.nextInt(length + 3 - first);
                assertThat(cluster.read(put.id(), first, end))
                        .isEqualTo(Arrays.copyOfRange(bytes, first, Math.min(end, length)));
            }
        }
        assertThat(cluster.repairs).isEmpty();
        assertThat(cluster.store.sharedBuffersInUse()).isZero();
    }

    @Test
    void aRangeWithinACellReadsOneCell() {
        var cluster = new ErasureCluster<>(cluster(6).devices, 4, 2, withoutHedges());
        var put = cluster.put(TestBlobs.bytes(1, 1_000_000));
        var before = cluster.devices.stream().mapToInt(UnrulyDevice::reads).toArray();

        cluster.read(put.id(), 70_000, 80_000);

        var touched = IntStream.range(0, 6)
                .filter(i -> cluster.devices.get(i).reads() > before[i])
                .count();
        assertThat(touched).isLessThanOrEqualTo(2); // One tells the fragments' length, one gives the bytes.
    }

    @Test
    void anyTwoDevicesMayBeLostForReadsAndForWrites() {
        for (var a = 0; a < 6; a++)
            for (var b = a + 1; b < 6; b++) {
                var cluster = cluster(6);
                var bytes = TestBlobs.bytes(a * 6L + b, 700_001);
                var old = cluster.put(bytes).id();
                cluster.devices.get(a).leave();
                cluster.devices.get(b).leave();

                assertThat(cluster.read(old)).isEqualTo(bytes);
                assertThat(cluster.read(old, 300_000, 300_100)).isEqualTo(Arrays.copyOfRange(bytes, 300_000, 300_100));
                var put = cluster.put(bytes);
                assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Stored.class);
                assertThat(cluster.read(put.id())).isEqualTo(bytes);
                assertThat(cluster.repairs).contains(put.id());
            }
    }

    @Test
    void aWriteThatWouldNotOutliveOneMoreDeviceIsRefused() {
        var cluster = cluster(6);
        for (var lost : List.of(0, 1, 2, 3)) cluster.devices.get(lost).leave();

        var put = cluster.put(TestBlobs.bytes(1, 10_000));

        assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Unavailable.class);
    }

    @Test
    void anAcknowledgedWriteOutlivesOneMoreDevice() {
        var cluster = cluster(6);
        cluster.devices.get(0).leave();
        cluster.devices.get(1).leave();
        var bytes = TestBlobs.bytes(1, 300_000);
        var put = cluster.put(bytes);
        assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Stored.class);

        cluster.devices.get(2).leave();

        assertThat(cluster.read(put.id())).isEqualTo(bytes);
    }

    @Test
    void damageNeverReachesAReaderAndAsksForRepair() {
        var cluster = cluster(6);
        var bytes = TestBlobs.bytes(3, 900_000);
        var put = cluster.put(bytes);
        for (var index : List.of(1, 3))
            cluster.home(put.id(), index).fake().damage(FragmentIds.fragment(put.id(), index));

        assertThat(cluster.read(put.id())).isEqualTo(bytes);
        assertThat(cluster.repairs).contains(put.id());
    }

    @Test
    void threeLostFragmentsAreUnavailableAndNotMissing() {
        var cluster = cluster(6);
        var put = cluster.put(TestBlobs.bytes(3, 900_000));
        for (var index : List.of(0, 2, 4)) cluster.home(put.id(), index).leave();

        assertThat(cluster.store.read(put.id(), 0, 900_000)).isInstanceOf(BlobReadOutcome.Unavailable.class);
    }

    @Test
    void whatHasTooFewFragmentsLeftIsNotTakenForABlobThatNeverWas() {
        var cluster = cluster(6);
        var put = cluster.put(TestBlobs.bytes(3, 900_000));
        for (var index : List.of(0, 2, 4))
            cluster.home(put.id(), index).fake().drop(FragmentIds.fragment(put.id(), index));

        assertThat(cluster.store.read(put.id(), 0, 900_000)).isInstanceOf(BlobReadOutcome.Unavailable.class);
    }

    @Test
    void aDeviceThatBreaksOffInTheMiddleIsReplacedByAnother() {
        var cluster = cluster(6);
        var bytes = TestBlobs.bytes(4, 5_000_000);
        var put = cluster.put(bytes);
        cluster.home(put.id(), 2).breakAfter(2);

        assertThat(cluster.read(put.id())).isEqualTo(bytes);
    }

    @Test
    void aDeviceThatHangsIsReadAround() {
        var cluster = cluster(6);
        var bytes = TestBlobs.bytes(4, 2_000_000);
        var put = cluster.put(bytes);
        var hung = cluster.home(put.id(), 1);
        hung.hangAt(UnrulyDevice.Place.CHUNK);

        assertThat(cluster.read(put.id())).isEqualTo(bytes);
        hung.goOn();
    }

    @Test
    void whatIsDeletedIsMissing() {
        var cluster = cluster(8);
        cluster.devices.get(1).leave();
        var put = cluster.put(TestBlobs.bytes(5, 300_000));
        cluster.devices.get(1).comeBack();

        assertThat(cluster.store.delete(put.id())).isTrue();

        assertThat(cluster.store.read(put.id(), 0, 10)).isInstanceOf(BlobReadOutcome.Missing.class);
        assertThat(cluster.devices).allMatch(device -> device.fake().blobs().isEmpty());
        assertThat(cluster.store.delete(put.id())).isTrue();
    }

    @Test
    void fourAndTwoCostOneAndAHalfTimesTheBytes(@TempDir Path folder) {
        var devices = IntStream.range(0, 6)
                .mapToObj(index -> SegmentBlobDevice.open(
                        SegmentDeviceConfig.of("d" + index, folder.resolve("d" + index))
                                .withZeroAheadBytes(0)
                                .withoutUpkeep(),
                        InstantSource.system(),
                        System::nanoTime,
                        new Random(index)))
                .toList();
        var cluster = new ErasureCluster<>(devices, 4, 2, TestCluster.patientLimits());
        try {
            for (var length : new int[] {1 << 20, (int) BlobStore.MAX_BLOB_BYTES}) {
                var before = recordBytes(devices);
                var bytes = TestBlobs.bytes(length, length);

                var put = cluster.put(bytes);

                assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(length, 6));
                assertThat(Arrays.equals(cluster.read(put.id()), bytes)).isTrue();
                // The next large record begins at a multiple of 4 KiB, which no record counts as its own.
                var gaps = 6 * 4096;
                var overhead = (double) (recordBytes(devices) - before + gaps) / length;
                assertThat(overhead).isBetween(1.5, 1.5 * 1.02);
            }
        } finally {
            devices.forEach(SegmentBlobDevice::close);
        }
    }

    /// Bytes of all records, head, checksums and alignment included.
    private static long recordBytes(List<SegmentBlobDevice> devices) {
        return devices.stream().mapToLong(SegmentBlobDevice::recordBytes).sum();
    }
}
