package torc.objectserver.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.Healing;
import torc.objectserver.repair.RoundRest;
import torc.objectserver.repair.Share;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.segment.SegmentBlobDevice;
import torc.objectserver.segment.SegmentDeviceConfig;

/// Six devices of real segments, four data and two parity fragments.
class LostDevicesTest {
    private static final int[] LENGTHS = {1, 1_000, 65_537, 262_144, 700_001, 1_500_000};

    @TempDir
    private Path folder;

    private int opened;
    private final ErasureCluster<ReplaceableDevice> cluster = new ErasureCluster<>(
            IntStream.range(0, 6)
                    .mapToObj(index -> new ReplaceableDevice(new torc.objectserver.replica.UnrulyDevice("d" + index)))
                    .toList(),
            4,
            2,
            TestCluster.patientLimits());
    private final FragmentHealer healer =
            new FragmentHealer(cluster.code, cluster::map, () -> true, new Pace(1L << 40, System::nanoTime, _ -> {}));
    private final AntiEntropy reconstructor = new AntiEntropy(
            cluster::map,
            Share.ALL,
            Healing.oneByOne(healer),
            new RoundRest(Duration.ZERO, Duration.ZERO),
            new FragmentDifference(6),
            _ -> true);
    private final Map<Id128, byte[]> written = new LinkedHashMap<>();

    @AfterEach
    void close() {
        cluster.devices.forEach(ReplaceableDevice::close);
    }

    private BlobDevice open(int index) {
        return SegmentBlobDevice.open(
                SegmentDeviceConfig.of("d" + index, folder.resolve("d" + index + "-" + opened++))
                        .withZeroAheadBytes(0)
                        .withoutUpkeep(),
                InstantSource.system(),
                System::nanoTime,
                new Random(index));
    }

    private void write(int seed) {
        for (var length : LENGTHS) {
            var bytes = TestBlobs.bytes(seed + length, length);
            var put = cluster.put(bytes);
            assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Stored.class);
            written.put(put.id(), bytes);
        }
    }

    private void readAll() {
        var random = new Random(written.size());
        written.forEach((blob, bytes) -> {
            assertThat(Arrays.equals(cluster.read(blob), bytes)).isTrue();
            var first = random.nextInt(bytes.length);
            var end = first + 1 + random.nextInt(bytes.length - first);
            assertThat(Arrays.equals(cluster.read(blob, first, end), Arrays.copyOfRange(bytes, first, end)))
                    .isTrue();
        });
    }

    @Test
    void anyTwoOfSixMayBeLostForReadsAndWritesAndAreRebuiltOnEmptyOnes() throws Exception {
        for (var index = 0; index < 6; index++) cluster.devices.get(index).replace(open(index));
        write(0);
        for (var a = 0; a < 6; a++)
            for (var b = a + 1; b < 6; b++) {
                cluster.devices.get(a).lose();
                cluster.devices.get(b).lose();

                readAll();
                write(100 * a + b);
                readAll();
                cluster.devices.get(a).replace(open(a));
                cluster.devices.get(b).replace(open(b));
                reconstructor.round();

                for (var blob : written.keySet()) assertIsWhole(blob);
            }
        readAll();
        assertThat(reconstructor.progress().unhealed()).isZero();
    }

    /// Each fragment on its device and nowhere else.
    private void assertIsWhole(Id128 blob) {
        var partition = cluster.placement.partition(blob);
        for (var index = 0; index < 6; index++) {
            var fragment = FragmentIds.fragment(blob, index);
            for (var device : cluster.devices)
                assertThat(device.head(fragment).isPresent()).isEqualTo(device == cluster.home(blob, index));
        }
        assertThat(FragmentHomes.ask(cluster.map(), blob).sound()).hasSize(6);
        assertThat(partition).isGreaterThanOrEqualTo(1 << 20);
    }
}
