package torc.objectserver.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.replica.TestCluster.eventually;

import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torc.common.id.Id128;
import torc.objectserver.replica.UnrulyDevice.Place;

class CopyDeletesTest {
    @Test
    void aBlobOfWhichNobodyCouldKnowIsNotKnownToBeGone() {
        var deletes = new CopyDeletes(
                device -> device.delete(new Id128(1, 1)), Thread.ofVirtual().factory(), 1_000_000_000L);

        assertThat(deletes.from(Collections.emptyIterator())).isFalse();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theOnlyDeviceThatHangsIsNotWaitedForWithoutEnd() {
        var cluster = new TestCluster(1, 1, TestCluster.patientWrites());
        var blob = cluster.put(bytes(1, 1000)).id();
        cluster.devices().getFirst().hangAt(Place.DELETE);

        assertThat(cluster.store().delete(blob)).isFalse();

        cluster.devices().getFirst().goOn();
        eventually(() -> cluster.store().delete(blob));
        assertThat(cluster.copies(blob)).isZero();
    }

    @Test
    void aDeviceThatHangsInDeletesIsLeftAloneAndHoldsFewThreads() {
        var cluster = new TestCluster(3, 3, TestCluster.patientWrites());
        var blobs = new ArrayList<Id128>();
        for (var i = 0; i < 12; i++) blobs.add(cluster.put(bytes(i, 1000)).id());
        var hung = cluster.devices().get(1);
        hung.hangAt(Place.DELETE);

        for (var blob : blobs) assertThat(cluster.store().delete(blob)).isFalse();

        assertThat(hung.hanging()).isLessThanOrEqualTo(TestCluster.limits().breakerFailures());
        hung.goOn();
        eventually(() -> hung.hanging() == 0);
    }

    @Test
    void theDeleteOfABlobThatIsThereIsSeenThrough() {
        var cluster = new TestCluster(4, 3, TestCluster.patientWrites());
        var blob = cluster.put(bytes(1, 1000)).id();

        assertThat(cluster.store().delete(blob)).isTrue();

        assertThat(cluster.copies(blob)).isZero();
    }
}
