package torc.objectserver.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.replica.TestCluster.eventually;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.DeviceReadOutcome;
import torc.objectserver.device.StoredBlob;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.BlobCopier;
import torc.objectserver.repair.HealOutcome;
import torc.objectserver.repair.Healing;
import torc.objectserver.repair.RoundRest;
import torc.objectserver.repair.Share;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.replica.UnrulyDevice;

class FragmentHealerTest {
    private static final byte[] CONTENT = TestBlobs.bytes(1, 700_001);

    private final ErasureCluster<UnrulyDevice> cluster = new ErasureCluster<>(
            IntStream.range(0, 8)
                    .mapToObj(index -> new UnrulyDevice("d" + index))
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

    private byte[] fragment(Id128 blob, int index) {
        return TestBlobs.read(cluster.home(blob, index), FragmentIds.fragment(blob, index));
    }

    private void lose(Id128 blob, int... indices) {
        for (var index : indices) cluster.home(blob, index).fake().drop(FragmentIds.fragment(blob, index));
    }

    @Test
    void lostFragmentsComeBackByteForByteWhicheverTheyAre() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var fragments =
                IntStream.range(0, 6).mapToObj(index -> fragment(blob, index)).toList();
        for (var a = 0; a < 6; a++)
            for (var b = a + 1; b < 6; b++) {
                lose(blob, a, b);

                assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(2, 0));

                assertThat(fragment(blob, a)).isEqualTo(fragments.get(a));
                assertThat(fragment(blob, b)).isEqualTo(fragments.get(b));
            }
        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(0, 0));
    }

    @Test
    void aDamagedFragmentIsReplaced() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var before = fragment(blob, 3);
        cluster.home(blob, 3).fake().damage(FragmentIds.fragment(blob, 3));
        assertThatThrownBy(() -> fragment(blob, 3)).isInstanceOf(BlobDamaged.class);
        assertThat(cluster.read(blob)).isEqualTo(CONTENT);

        assertThat(healer.heal(FragmentIds.fragment(blob, 3))).isEqualTo(new HealOutcome.Whole(1, 0));

        assertThat(fragment(blob, 3)).isEqualTo(before);
        assertThat(cluster.home(blob, 3).quarantined(java.util.Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void d04_aSourceThatEndsEarlyOrBreaksOffIsNeverTakenForAShorterOne() throws Exception {
        var blob = cluster.put(TestBlobs.bytes(2, 5_000_000)).id();
        var fragments =
                IntStream.range(0, 6).mapToObj(index -> fragment(blob, index)).toList();
        lose(blob, 0);
        cluster.home(blob, 1).endEarlyAfter(1);

        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(1, 0));
        assertThat(fragment(blob, 0)).isEqualTo(fragments.getFirst());

        lose(blob, 0);
        cluster.home(blob, 2).breakAfter(1);
        cluster.home(blob, 3).endEarlyAfter(2);
        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Incomplete.class);
        assertThat(cluster.home(blob, 0).read(FragmentIds.fragment(blob, 0), 0, 1))
                .isInstanceOf(DeviceReadOutcome.Missing.class);

        for (var index : List.of(1, 2, 3)) cluster.home(blob, index).breakAfter(Integer.MAX_VALUE);
        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(1, 0));
        assertThat(fragment(blob, 0)).isEqualTo(fragments.getFirst());
    }

    @Test
    void d07_aFragmentOfOtherBytesIsFoundByTheChecksumOfTheWriteAndNotUsed() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var fragments =
                IntStream.range(0, 6).mapToObj(index -> fragment(blob, index)).toList();
        lose(blob, 0, 1);
        var forged = fragments.get(1).clone();
        forged[100_000] ^= 1;
        assertThat(TestBlobs.put(
                        cluster.home(blob, 1),
                        FragmentIds.fragment(blob, 1),
                        cluster.placement.partition(blob),
                        forged))
                .isNotNull();

        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(1, 0));

        assertThat(fragment(blob, 0)).isEqualTo(fragments.getFirst());
    }

    @Test
    void fragmentsOnHandoffsGoHomeAndAreLetGoOnlyThen() throws Exception {
        cluster.devices.get(0).leave();
        cluster.devices.get(3).leave();
        var blob = put();
        var partition = cluster.placement.partition(blob);
        var strays = FragmentHomes.ask(cluster.map(), blob).sound().stream()
                .filter(held -> cluster.home(blob, held.index()) != held.device())
                .count();
        assertThat(strays).isPositive();

        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Incomplete.class);
        assertThat(FragmentHomes.ask(cluster.map(), blob).sound()).hasSize(6);
        cluster.devices.forEach(UnrulyDevice::comeBack);
        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole((int) strays, (int) strays));

        for (var index = 0; index < 6; index++)
            assertThat(cluster.home(blob, index).list(partition, java.util.Optional.empty(), 9))
                    .extracting(StoredBlob::id)
                    .containsExactly(FragmentIds.fragment(blob, index));
        assertThat(cluster.read(blob)).isEqualTo(CONTENT);
    }

    /// A blob that both lost devices are primaries of.
    private Id128 put() {
        while (true) {
            var put = cluster.put(CONTENT);
            var homes = IntStream.range(0, 6)
                    .mapToObj(index -> cluster.home(put.id(), index))
                    .toList();
            if (homes.contains(cluster.devices.get(0)) && homes.contains(cluster.devices.get(3))) return put.id();
        }
    }

    @Test
    void d05_withTooFewFragmentsNothingIsTouched() throws Exception {
        var blob = cluster.put(CONTENT).id();
        for (var index : List.of(0, 2, 4)) cluster.home(blob, index).leave();

        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Incomplete.class);
        reconstructor.round();

        cluster.devices.forEach(UnrulyDevice::comeBack);
        assertThat(cluster.read(blob)).isEqualTo(CONTENT);
        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(0, 0));
    }

    @Test
    void d10_aDeleteThatDevicesMissedIsCarriedToThemAndNothingComesBack() throws Exception {
        var blob = cluster.put(CONTENT).id();
        cluster.home(blob, 1).leave();
        cluster.home(blob, 5).leave();
        assertThat(cluster.store.delete(blob)).isFalse();
        cluster.devices.forEach(UnrulyDevice::comeBack);

        reconstructor.round();

        assertThat(cluster.devices).allMatch(device -> device.fake().blobs().isEmpty());
        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Deleted.class);
    }

    @Test
    void d10_aWriteUnderWayIsLeftAlone() throws Exception {
        try (var writer = cluster.store.create(TestBlobs.OWNER, CONTENT.length)) {
            writer.write(ByteBuffer.wrap(CONTENT, 0, 600_000));
            reconstructor.round();
            assertThat(healer.heal(writer.id())).isInstanceOf(HealOutcome.NoCopy.class);
            writer.write(ByteBuffer.wrap(CONTENT, 600_000, CONTENT.length - 600_000));
            writer.commit();
            reconstructor.round();

            assertThat(cluster.read(writer.id())).isEqualTo(CONTENT);
        }
    }

    @Test
    void aRoundOverThePartitionsRebuildsWhatADeviceLostAndIsQuietAfterwards() throws Exception {
        var blobs = IntStream.range(0, 12)
                .mapToObj(i -> cluster.put(TestBlobs.bytes(i, 100_000 + i)).id())
                .toList();
        for (var blob : blobs) lose(blob, 2);

        reconstructor.round();

        assertThat(reconstructor.progress().copied()).isEqualTo(12);
        var differing = reconstructor.progress().differing();
        reconstructor.round();
        assertThat(reconstructor.progress().differing()).isEqualTo(differing);
        for (var i = 0; i < 12; i++)
            assertThat(Arrays.equals(cluster.read(blobs.get(i)), TestBlobs.bytes(i, 100_000 + i)))
                    .isTrue();
    }

    @Test
    void aDeviceWithAFragmentOfAnotherPlaceInsteadOfItsOwnGetsItsOwn() throws Exception {
        var blob = cluster.put(CONTENT).id();
        lose(blob, 2);
        var misled = cluster.home(blob, 2);
        new BlobCopier(new Pace(1L << 40, System::nanoTime, _ -> {}))
                .copy(
                        cluster.home(blob, 0)
                                .head(FragmentIds.fragment(blob, 0))
                                .orElseThrow(),
                        cluster.home(blob, 0),
                        misled);
        var entropy = new AntiEntropy(
                cluster::map,
                Share.ALL,
                Healing.oneByOne(healer),
                new RoundRest(Duration.ZERO, Duration.ZERO),
                new FragmentDifference(6),
                _ -> true);

        for (var round = 0; round < FragmentDifference.THOROUGH; round++) entropy.round();

        assertThat(fragment(blob, 2)).isNotEmpty();
        assertThat(misled.head(FragmentIds.fragment(blob, 0))).isEmpty();
    }

    @Test
    void fragmentsThatCanBeMadeAreMadeThoughAnotherDeviceIsAway() throws Exception {
        var blob = cluster.put(CONTENT).id();
        cluster.home(blob, 0).leave();
        lose(blob, 4);

        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Incomplete.class);

        assertThat(fragment(blob, 4)).isNotEmpty();
        eventually(() -> cluster.store.sharedBuffersInUse() == 0);
    }
}
