package torc.objectserver.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import torc.objectserver.device.BlobDevice;
import torc.objectserver.device.FakeBlobDevice;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.TestCluster;

/// Nodes that do not talk about it share the work so that each partition is compared.
final class ShareTest {
    private static final List<String> NAMES = List.of("n1", "n2", "n3");

    private final TestCluster cluster = new TestCluster(3, 3, TestCluster.patientWrites());
    private final List<BlobDevice> devices = new ArrayList<>();
    private final DeviceMap map;

    ShareTest() {
        for (var name : NAMES) devices.add(new FakeBlobDevice(name));
        map = new DeviceMap(cluster.placement(), devices);
    }

    /// Who compares the partition.
    private List<String> comparing(int partition, long round, Map<BlobDevice, Long> held) {
        return NAMES.stream()
                .filter(name -> Share.of(Set.of(name)).compares(map, partition, round, held))
                .toList();
    }

    private Map<BlobDevice, Long> held(long... counts) {
        var held = new HashMap<BlobDevice, Long>();
        for (int i = 0; i < counts.length; i++) if (counts[i] >= 0) held.put(devices.get(i), counts[i]);
        return held;
    }

    @Test
    void whoHoldsLeastFetches() {
        for (int partition = 0; partition < 8; partition++) {
            assertThat(comparing(partition, 0, held(9, 9, 2))).containsExactly("n3");
            assertThat(comparing(partition, 1, held(0, 9, 2))).containsExactly("n1");
        }
    }

    @Test
    void whereAllHoldAsManyEachPartitionHasOneAndAllHaveSome() {
        var all = IntStream.range(0, 8)
                .mapToObj(partition -> comparing(partition, 0, held(4, 4, 4)))
                .toList();

        assertThat(all).allSatisfy(one -> assertThat(one).hasSize(1));
        assertThat(all.stream().flatMap(List::stream).distinct()).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void aNodeThatDoesNotAnswerIsNotWaitedFor() {
        for (int round = 0; round < Share.TURNS - 1; round++)
            assertThat(comparing(3, round, held(5, 7, -1))).containsExactly("n1");
    }

    @Test
    void aNodeThatAnswersButNeverFetchesIsStoodInFor() {
        var seen = new ArrayList<String>();
        for (int round = 0; round < Share.TURNS * 3; round++) seen.addAll(comparing(2, round, held(9, 9, 0)));

        assertThat(seen).contains("n1", "n2", "n3");
    }
}
