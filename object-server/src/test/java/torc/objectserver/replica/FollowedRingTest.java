package torc.objectserver.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.objectserver.device.TestBlobs.bytes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.ring.builder.RingBuilder;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// The ring changes while the store is in use.
final class FollowedRingTest {
    private static final int DEVICES = 6;

    private static Ring ring(List<Integer> devices, int replicas) {
        var described = devices.stream()
                .map(id -> Device.of(id, 1, id + 1, "10.0.0." + (id + 1), 7480, "d0", 100))
                .toList();
        return RingBuilder.build(described, 6, replicas, 1);
    }

    private static void follow(TestCluster cluster, Ring... newestFirst) {
        var placed = cluster.devices().stream()
                .map(device -> new PlacedDevice(device, 0))
                .toList();
        cluster.store().follow(new RingHistory(List.of(newestFirst), id -> id), placed);
    }

    @Property(tries = 30)
    void everyDeviceComesOnceAndFormerPrimariesComeFirst(@ForAll Random random) {
        var all = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        java.util.Collections.shuffle(all, random);
        var now = ring(all.subList(0, 4), 3);
        var before = ring(all.subList(2, 6), 2);
        var history = new RingHistory(List.of(now, before), id -> id);

        for (int partition = 0; partition < history.partitions(); partition++) {
            var seen = new ArrayList<Integer>();
            for (int replica = 0; replica < history.replicas(); replica++)
                seen.add(history.primary(partition, replica));
            assertThat(seen)
                    .containsExactly(
                            now.deviceId(partition, 0), now.deviceId(partition, 1), now.deviceId(partition, 2));
            var former = new HashSet<>(List.of(before.deviceId(partition, 0), before.deviceId(partition, 1)));
            former.removeAll(seen);
            var walk = new ArrayList<Integer>();
            history.handoffs(partition).forEachRemaining((int device) -> walk.add(device));
            assertThat(walk.subList(0, former.size())).containsExactlyInAnyOrderElementsOf(former);
            seen.addAll(walk);
            assertThat(seen).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatIsAtItsFormerPlaceIsReadAndDeletedThere() throws Exception {
        var cluster = new TestCluster(DEVICES, 2, TestCluster.patientLimits());
        var before = ring(List.of(0, 1, 2), 2);
        follow(cluster, before);
        var puts = new HashMap<Id128, byte[]>();
        for (int i = 0; i < 30; i++) {
            var put = cluster.put(bytes(i, 1000 + i));
            puts.put(put.id(), bytes(i, 1000 + i));
        }
        follow(cluster, ring(List.of(3, 4, 5), 2), before);

        for (var put : puts.entrySet()) {
            assertThat(cluster.read(put.getKey())).isEqualTo(put.getValue());
            assertThat(cluster.store().delete(put.getKey())).isTrue();
        }
        assertThat(cluster.devices()).allMatch(device -> device.fake().blobs().isEmpty());
    }

    @Test
    void newBlobsGoWhereTheNewestRingSays() throws Exception {
        var cluster = new TestCluster(DEVICES, 2, TestCluster.patientLimits());
        follow(cluster, ring(List.of(3, 4, 5), 2), ring(List.of(0, 1, 2), 2));
        for (int i = 0; i < 20; i++) cluster.put(bytes(i, 500));
        assertThat(cluster.devices().subList(0, 3))
                .allMatch(device -> device.fake().blobs().isEmpty());
        assertThat(cluster.devices().subList(3, 6))
                .noneMatch(device -> device.fake().blobs().isEmpty());
    }
}
