package torc.objectserver.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.drain;
import static torc.objectserver.replica.TestCluster.eventually;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import torc.objectserver.blob.BlobReadOutcome;
import torc.objectserver.blob.BlobUnreadable;
import torc.objectserver.replica.UnrulyDevice.Place;

class ReplicatedReadTest {
    private static final byte[] CONTENT = bytes(1, 1_500_000);

    @Test
    void rangesReadBackFromOneCopyAlone() {
        var cluster = new TestCluster(3, 3, TestCluster.patient());
        var blob = cluster.put(CONTENT).id();

        for (var range : new int[][] {{0, 1}, {0, 1_500_000}, {262_143, 262_145}, {1_499_999, 1_500_000}, {7, 7}})
            assertThat(cluster.read(blob, range[0], range[1]))
                    .isEqualTo(Arrays.copyOfRange(CONTENT, range[0], range[1]));
        assertThat(cluster.read(blob, 1_499_990, 1L << 40)).hasSize(10);
        assertThat(cluster.read(blob, 1_500_000, 1L << 40)).isEmpty();

        assertThat(cluster.devicesOf(blob).get(0).reads()).isEqualTo(7);
        assertThat(cluster.devicesOf(blob).get(1).reads()).isZero();
        eventually(() -> cluster.open() == 0);
    }

    @Test
    void aReadGoesOnFromAnotherCopyAtTheByteWhereTheFirstBroke() {
        for (var chunks = 0; chunks < 6; chunks++) {
            for (var endsEarly : new boolean[] {false, true}) {
                var cluster = new TestCluster(3, 3, TestCluster.patientWrites());
                var blob = cluster.put(CONTENT).id();
                var first = cluster.devicesOf(blob).get(0);
                if (endsEarly) first.endEarlyAfter(chunks);
                else first.breakAfter(chunks);

                assertThat(cluster.read(blob)).isEqualTo(CONTENT);
                eventually(() -> cluster.open() == 0);
            }
        }
    }

    @Test
    void aDamagedCopyIsNeverServedAndItsRepairIsAskedFor() {
        for (var replicas : new int[] {2, 3}) {
            var cluster = new TestCluster(3, replicas, TestCluster.patient());
            var blob = cluster.put(CONTENT).id();
            cluster.devicesOf(blob).get(0).fake().damage(blob);

            assertThat(cluster.read(blob)).isEqualTo(CONTENT);
            assertThat(cluster.repairs()).containsOnly(blob);
        }
    }

    @Test
    void aCopyThatHangsIsOvertakenByAnother() {
        for (var place : new Place[] {Place.READ, Place.CHUNK}) {
            var cluster = new TestCluster(3, 3, TestCluster.patient());
            var blob = cluster.put(CONTENT).id();
            var hung = cluster.devicesOf(blob).get(0);
            hung.hangAt(place);

            assertThat(cluster.read(blob)).isEqualTo(CONTENT);

            var readsOfHung = hung.reads();
            assertThat(cluster.read(blob)).isEqualTo(CONTENT);
            assertThat(hung.reads()).as("a slow device is read last").isEqualTo(readsOfHung);
            hung.goOn();
            eventually(() -> cluster.open() == 0);
        }
    }

    @Test
    void aCopyThatHangsInTheMiddleIsOvertakenToo() {
        var cluster = new TestCluster(3, 3, TestCluster.patientWrites());
        var blob = cluster.put(CONTENT).id();
        var opened = (BlobReadOutcome.Opened) cluster.store().read(blob, 0, Long.MAX_VALUE);
        var first = Objects.requireNonNull(opened.source().next());
        var hung = cluster.devicesOf(blob).get(0);
        hung.hangAt(Place.CHUNK);

        assertThat(drain(opened.source()))
                .isEqualTo(Arrays.copyOfRange(CONTENT, first.bytes().remaining(), CONTENT.length));

        hung.goOn();
        eventually(() -> cluster.open() == 0);
    }

    @Test
    void aReadThatNoCopyAnswersFailsInTime() {
        var cluster = new TestCluster(3, 3, TestCluster.patientWrites());
        var blob = cluster.put(CONTENT).id();
        cluster.devices().forEach(device -> device.hangAt(Place.READ));

        assertThat(cluster.store().read(blob, 0, 10)).isInstanceOf(BlobReadOutcome.Unavailable.class);

        cluster.devices().forEach(UnrulyDevice::goOn);
        eventually(() -> cluster.open() == 0);
    }

    @Test
    void aReadThatLosesItsLastCopyBreaksInsteadOfEnding() {
        for (var replicas : new int[] {1, 3}) {
            var cluster = new TestCluster(3, replicas, TestCluster.patientWrites());
            var blob = cluster.put(CONTENT).id();
            cluster.devices().forEach(device -> device.endEarlyAfter(1));

            assertThatThrownBy(() -> cluster.read(blob)).isInstanceOf(BlobUnreadable.class);
            eventually(() -> cluster.open() == 0);
        }
    }

    @Test
    void aSingleCopyThatIsDamagedIsUnreadable() {
        var cluster = new TestCluster(1, 1, TestCluster.patientWrites());
        var blob = cluster.put(CONTENT).id();
        assertThat(cluster.read(blob)).isEqualTo(CONTENT);
        cluster.devices().getFirst().fake().damage(blob);

        assertThatThrownBy(() -> cluster.read(blob)).isInstanceOf(BlobUnreadable.class);
        assertThat(cluster.store().read(blob, 0, 1)).isInstanceOf(BlobReadOutcome.Unavailable.class);
    }

    @Test
    void missingIsSaidOnlyWhenEveryDeviceAnswered() {
        for (var replicas : new int[] {1, 3}) {
            var cluster = new TestCluster(4, replicas, TestCluster.patientWrites());
            var blob = cluster.put(CONTENT).id();
            assertThat(cluster.store().delete(blob)).isTrue();
            assertThat(cluster.store().read(blob, 0, 1)).isEqualTo(new BlobReadOutcome.Missing());

            cluster.devices().get(2).leave();

            assertThat(cluster.store().read(blob, 0, 1)).isInstanceOf(BlobReadOutcome.Unavailable.class);
        }
    }

    @Test
    void readersThatGoAwayLeaveNothingOpen() {
        var cluster = new TestCluster(3, 3, TestCluster.patientWrites());
        var blob = cluster.put(CONTENT).id();
        for (var i = 0; i < 200; i++) {
            var opened = (BlobReadOutcome.Opened) cluster.store().read(blob, 0, Long.MAX_VALUE);
            if (i % 2 == 0) opened.source().next();
            opened.source().close();
        }

        eventually(() -> cluster.open() == 0);
    }

    @Test
    void aDeleteIsWholeWhenEveryDeviceHasAnswered() {
        var cluster = new TestCluster(4, 3, TestCluster.patientWrites());
        var blob = cluster.put(CONTENT).id();
        var away = cluster.devicesOf(blob).get(1);
        away.leave();

        assertThat(cluster.store().delete(blob)).isFalse();
        assertThat(cluster.copies(blob)).isEqualTo(1);
        away.comeBack();

        assertThat(cluster.store().delete(blob)).isTrue();
        assertThat(cluster.copies(blob)).isZero();
        assertThat(cluster.store().delete(blob)).as("again").isTrue();
    }

    @Test
    void aDeviceThatHangsInADeleteHoldsItUpForAWhileOnly() {
        var cluster = new TestCluster(3, 3, TestCluster.patientWrites());
        var blob = cluster.put(CONTENT).id();
        cluster.devices().get(0).hangAt(Place.DELETE);

        assertThat(cluster.store().delete(blob)).isFalse();

        cluster.devices().get(0).goOn();
        eventually(() -> cluster.store().delete(blob));
    }

    @Test
    void aCopyThatEndsByAnErrorOfTheMachineIsReplacedByAnotherAtOnce() {
        var limits = TestCluster.patientLimits();
        var cluster = new TestCluster(3, 3, limits);
        var content = bytes(1, 300_000);
        var blob = cluster.put(content).id();
        cluster.devicesOf(blob).get(0).runOutOfMemory();
        cluster.devicesOf(blob).get(1).runOutOfMemory();
        var began = System.nanoTime();

        assertThat(cluster.read(blob)).isEqualTo(content);

        assertThat(System.nanoTime() - began).isLessThan(limits.readLimit().toNanos());
    }
}
