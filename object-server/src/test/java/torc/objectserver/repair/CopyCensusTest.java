package torc.objectserver.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.objectserver.device.TestBlobs.bytes;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.replica.TestCluster;

class CopyCensusTest {
    private static final int BLOBS = 40;

    private final TestCluster cluster = new TestCluster(4, 3, TestCluster.patientLimits());

    private List<Id128> fill() {
        var blobs = new ArrayList<Id128>();
        for (int i = 0; i < BLOBS; i++) blobs.add(cluster.put(bytes(i, 100)).id());
        return blobs;
    }

    private CopyCensus census() {
        return CopyCensus.of(cluster.map(), _ -> true);
    }

    @Test
    void whatIsWholeIsCountedByDigestsAlone() {
        fill();

        var census = census();

        assertThat(census).isEqualTo(new CopyCensus(16, BLOBS, 120, 120, List.of(40L, 0L, 0L, 0L), 0, List.of()));
        assertThat(census.missing()).isZero();
        assertThat(census.incomplete()).isZero();
    }

    @Test
    void missingAndMisplacedCopiesAreCountedBlobByBlob() {
        var blobs = fill();
        var first = blobs.get(0);
        var second = blobs.get(1);
        cluster.devicesOf(first).get(1).fake().drop(first);
        for (var device : cluster.devicesOf(second).subList(0, 2)) device.fake().drop(second);
        TestBlobs.put(
                cluster.devicesOf(second).get(3), second, cluster.placement().partition(second), bytes(1, 100));

        var census = census();

        assertThat(census.blobsMissing()).containsExactly(38L, 1L, 1L, 0L);
        assertThat(census.missing()).isEqualTo(3);
        assertThat(census.incomplete()).isEqualTo(2);
        assertThat(census.misplaced()).isEqualTo(1);
    }

    @Test
    void aBlobThatOnlyAnotherDeviceHoldsMissesAllCopies() {
        var blob = cluster.put(bytes(1, 100)).id();
        for (var device : cluster.devicesOf(blob).subList(0, 3)) device.fake().drop(blob);
        TestBlobs.put(cluster.devicesOf(blob).get(3), blob, cluster.placement().partition(blob), bytes(1, 100));

        assertThat(census().blobsMissing()).containsExactly(0L, 0L, 0L, 1L);
    }

    @Test
    void copiesOnADeviceThatDoesNotAnswerCountAsMissing() {
        fill();
        cluster.devices().get(2).leave();

        var census = census();

        assertThat(census.away()).containsExactly("d2");
        assertThat(census.blobs()).isEqualTo(BLOBS);
        assertThat(census.missing()).isBetween(20L, 40L);
        assertThat(census.missing()).isEqualTo(census.incomplete());
    }

    @Test
    void aSampleLooksAtItsShareOfThePartitions() {
        fill();

        var half = CopyCensus.of(cluster.map(), partition -> partition % 2 == 0);

        assertThat(half.partitions()).isEqualTo(8);
        assertThat(half.blobs()).isBetween(1L, BLOBS - 1L);
    }
}
