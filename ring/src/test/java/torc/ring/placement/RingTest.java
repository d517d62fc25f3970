package torc.ring.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.ring.builder.RingBuilder;

class RingTest {
    private static final int REPLICAS = 3;

    @Test
    void anIdBelongsToThePartitionOfItsTopBits() {
        var ring = RingBuilder.build(devices(4), 8, REPLICAS, 1);

        assertThat(ring.partitionOf(new Id128(0xab00_0000_0000_0000L, 7))).isEqualTo(0xab);
        assertThat(ring.partitionOf(new Id128(-1, -1))).isEqualTo(255);
        assertThat(ring.partitionOfHash(new byte[] {(byte) 0xab, 1, 2, 3})).isEqualTo(0xab);
    }

    @Test
    void aRingOfOnePartitionHasAllIds() {
        var ring = RingBuilder.build(devices(1), 0, 1, 1);

        assertThat(ring.partitionOf(new Id128(-1, -1))).isZero();
        assertThat(ring.partitionOfHash(new byte[] {-1, -1, -1, -1})).isZero();
        assertThat(ring.device(0, 0).id()).isZero();
    }

    @Test
    void aPartitionOutsideTheRingIsRefused() {
        var ring = RingBuilder.build(devices(4), 2, REPLICAS, 1);

        assertThatThrownBy(() -> ring.device(4, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ring.device(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ring.device(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFractionalReplicaCoversTheLowestPartitions() {
        var ring = RingBuilder.build(devices(4), 3, 2.5, 1);

        assertThat(ring.replicaCount()).isEqualTo(2.5);
        assertThat(ring.replicaRows()).isEqualTo(3);
        assertThat(ring.replicasOf(3)).isEqualTo(3);
        assertThat(ring.replicasOf(4)).isEqualTo(2);
    }

    @Test
    void handoffsAreAllOtherDevicesOnceAndUnlikeDomainsFirst() {
        var devices = new ArrayList<Device>();
        for (var id = 0; id < 24; id++)
            devices.add(Device.of(id, id % 2, id % 4, "10.0.0." + id % 12, 6200, "sd" + id, 1));
        var ring = RingBuilder.build(devices, 6, 1, 1);

        for (var partition = 0; partition < ring.partitionCount(); partition++) {
            var seen = new ArrayList<>(ring.primaries(partition));
            ring.handoffs(partition).forEach(seen::add);

            assertThat(seen).doesNotHaveDuplicates().hasSize(24);
            assertThat(new HashSet<>(
                            seen.subList(0, 2).stream().map(Device::region).toList()))
                    .hasSize(2);
            assertThat(new HashSet<>(
                            seen.subList(0, 4).stream().map(Device::zone).toList()))
                    .hasSize(4);
            assertThat(new HashSet<>(
                            seen.subList(0, 12).stream().map(Device::ip).toList()))
                    .hasSize(12);
        }
    }

    @Test
    void anAssignmentToAMissingDeviceIsRefused() {
        var devices = new ArrayList<>(devices(2));
        devices.add(1, null);
        var noNext = OptionalInt.empty();

        assertThatThrownBy(() -> Ring.of(0, devices.subList(0, 2), new int[] {1}, 1, noNext))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ring.of(0, devices.subList(0, 1), new int[] {5}, 1, noNext))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Device> devices(int count) {
        var devices = new ArrayList<Device>();
        for (var id = 0; id < count; id++) devices.add(Device.of(id, 1, id, "10.0.0." + id, 6200, "sda", 100));
        return devices;
    }
}
