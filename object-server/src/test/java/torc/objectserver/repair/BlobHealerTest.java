package torc.objectserver.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.device.TestBlobs.id;
import static torc.objectserver.device.TestBlobs.put;
import static torc.objectserver.device.TestBlobs.read;
import static torc.objectserver.replica.TestCluster.eventually;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.replica.DeviceMap;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.replica.UnrulyDevice;
import torc.objectserver.replica.UnrulyDevice.Place;

class BlobHealerTest {
    private static final byte[] CONTENT = bytes(1, 700_000);

    private final TestCluster cluster = new TestCluster(4, 3, TestCluster.patientWrites());
    private final BlobHealer healer = new BlobHealer(cluster.map(), new Pace(1L << 40, System::nanoTime, _ -> {}));
    private final AntiEntropy antiEntropy = new AntiEntropy(cluster.map(), healer);

    @Test
    void aMissingCopyIsMadeAndReadBack() throws Exception {
        cluster.devices().get(1).fake().failCommits();
        var blob = cluster.put(CONTENT).id();
        cluster.devices().get(1).comeBack();
        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Whole.class);

        for (var device : cluster.devicesOf(blob).subList(0, 3))
            assertThat(read(device, blob)).isEqualTo(CONTENT);
        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(0, 0));
    }

    @Test
    void whatWasAStrayByAnEarlierRingIsNotLetGo() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var devices = cluster.devicesOf(blob);
        var copier = new BlobCopier(new Pace(1L << 40, System::nanoTime, _ -> {}));
        copier.copy(devices.get(0).head(blob).orElseThrow(), devices.get(0), devices.get(3));
        var rings = new AtomicLong();
        Supplier<DeviceMap> changing = () -> {
            var earlier = cluster.map();
            return rings.getAndIncrement() == 0
                    ? earlier
                    : new DeviceMap(earlier.placement(), earlier.devices().reversed());
        };
        var late = new BlobHealer(changing, () -> true, new Pace(1L << 40, System::nanoTime, _ -> {}));

        assertThat(late.heal(blob)).isEqualTo(new HealOutcome.Whole(0, 0));

        assertThat(cluster.copies(blob)).isEqualTo(4);
        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(0, 1));
    }

    @Test
    void aPrimaryThatIsAwayKeepsNoOtherFromGettingItsCopy() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var primaries = cluster.devicesOf(blob).subList(0, 3);
        primaries.get(2).fake().drop(blob);
        primaries.get(0).leave();

        assertThat(healer.heal(blob))
                .isInstanceOfSatisfying(
                        HealOutcome.Incomplete.class,
                        incomplete -> assertThat(incomplete.copied()).isEqualTo(1));

        assertThat(read(primaries.get(2), blob)).isEqualTo(CONTENT);
    }

    @Test
    void aPrimaryWithoutRoomKeepsNoOtherFromGettingItsCopy() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var primaries = cluster.devicesOf(blob).subList(0, 3);
        for (var lacking : primaries.subList(0, 2)) lacking.fake().drop(blob);
        primaries.get(0).fake().limitTo(0);

        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Incomplete.class);

        assertThat(read(primaries.get(1), blob)).isEqualTo(CONTENT);
    }

    @Test
    void aDamagedCopyIsReplacedFromAGoodOne() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var damaged = cluster.devicesOf(blob).get(0);
        damaged.fake().damage(blob);
        healQuietly(() -> read(damaged, blob));
        assertThat(damaged.status().quarantined()).isEqualTo(1);

        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(1, 0));

        assertThat(read(damaged, blob)).isEqualTo(CONTENT);
        assertThat(damaged.status().quarantined()).isZero();
    }

    @Test
    void d17_aDamagedCopyNeverBecomesTheSourceOfAnother() throws Exception {
        cluster.devices().get(2).fake().failCommits();
        var blob = putOnFirstThree();
        cluster.devices().get(2).comeBack();
        cluster.devicesOf(blob).get(0).fake().damage(blob);

        healer.heal(blob);
        healer.heal(blob);

        for (var device : cluster.devicesOf(blob).subList(0, 3))
            assertThat(read(device, blob)).isEqualTo(CONTENT);
    }

    private Id128 putOnFirstThree() {
        while (true) {
            var put = cluster.put(CONTENT);
            if (cluster.devicesOf(put.id()).get(2) == cluster.devices().get(2)) return put.id();
        }
    }

    @Test
    void withoutAnySoundCopyNothingIsTouched() throws Exception {
        var blob = cluster.put(CONTENT).id();
        cluster.devices().forEach(device -> {
            if (device.fake().blobs().contains(blob)) {
                device.fake().damage(blob);
                healQuietly(() -> read(device, blob));
            }
        });

        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.NoCopy());

        assertThat(cluster.devices().stream()
                        .mapToLong(device -> device.status().quarantined()))
                .containsOnly(0L, 1L);
    }

    private static void healQuietly(Runnable action) {
        try {
            action.run();
        } catch (torc.objectserver.device.BlobDamaged e) {
            return;
        }
        throw new AssertionError("the damage was not found");
    }

    @Test
    void d10_aDeviceThatMissedADeleteDoesNotBringTheBlobBack() throws Exception {
        var kept = cluster.put(CONTENT).id();
        var blob = cluster.put(CONTENT).id();
        var away = cluster.devicesOf(blob).get(1);
        away.leave();
        assertThat(cluster.store().delete(blob)).isFalse();
        away.comeBack();
        assertThat(cluster.copies(blob)).isEqualTo(1);

        antiEntropy.round();

        assertThat(cluster.copies(blob)).isZero();
        assertThat(cluster.copies(kept)).isEqualTo(3);
        assertThat(antiEntropy.progress().removed()).isEqualTo(1);
    }

    @Test
    void aDeviceThatBreaksWhileADeleteIsCarriedToItLeavesTheRestToALaterRound() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var missed = cluster.devicesOf(blob).get(0);
        missed.leave();
        cluster.store().delete(blob);
        missed.comeBack();
        missed.breakDeletes();

        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Incomplete.class);

        missed.comeBack();
        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Deleted(1));
    }

    @Test
    void d05_aDeviceThatIsAwayIsNoReasonToDeleteAnything() throws Exception {
        for (var i = 0; i < 30; i++) cluster.put(bytes(i, 1000));
        var before =
                cluster.devices().stream().map(device -> device.fake().blobs()).toList();
        cluster.devices().get(0).leave();
        cluster.devices().get(3).leave();

        antiEntropy.round();

        for (var i = 0; i < 4; i++)
            assertThat(cluster.devices().get(i).fake().blobs()).containsAll(before.get(i));
    }

    @Test
    void aDeviceThatLostEverythingIsFilledAgain() throws Exception {
        var wiped = new torc.objectserver.replica.UnrulyDevice("new");
        for (var i = 0; i < 40; i++) cluster.put(bytes(i, 1000));
        var devices = new java.util.ArrayList<torc.objectserver.device.BlobDevice>(cluster.devices());
        devices.set(1, wiped);
        var map = new torc.objectserver.replica.DeviceMap(cluster.placement(), devices);
        var round = new AntiEntropy(map, new BlobHealer(map, new Pace(1L << 40, System::nanoTime, _ -> {})));

        round.round();

        assertThat(wiped.fake().blobs())
                .isNotEmpty()
                .isEqualTo(cluster.devices().get(1).fake().blobs());
        assertThat(round.progress().unhealed()).isZero();
    }

    @Test
    void manyBlobsAreHealedAtATimeAndTheRoundEndsWithTheLast() throws Exception {
        var wiped = new UnrulyDevice("new");
        for (var i = 0; i < 60; i++) cluster.put(bytes(i, 1000));
        var devices = new java.util.ArrayList<torc.objectserver.device.BlobDevice>(cluster.devices());
        devices.set(1, wiped);
        var map = new torc.objectserver.replica.DeviceMap(cluster.placement(), devices);
        var healer = new BlobHealer(map, new Pace(1L << 40, System::nanoTime, _ -> {}));
        var rest = new RoundRest(Duration.ofSeconds(1), Duration.ofSeconds(30));
        var healing = new Healing(healer, 4, Thread.ofVirtual().factory());
        var rounds = new AntiEntropy(() -> map, Share.ALL, healing, rest);
        assertThat(rest.get()).isEqualTo(Duration.ofSeconds(30));

        rounds.round();

        var wanted = cluster.devices().get(1).fake().blobs();
        assertThat(wiped.fake().blobs()).isNotEmpty().isEqualTo(wanted);
        assertThat(rounds.progress().copied()).isEqualTo(wanted.size());
        assertThat(rest.get()).isEqualTo(Duration.ofSeconds(1));
        rounds.round();
        assertThat(rest.get()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aStopEndsARoundOfManyHealings() throws Exception {
        var wiped = new UnrulyDevice("new");
        for (var i = 0; i < 60; i++) cluster.put(bytes(i, 1000));
        var devices = new java.util.ArrayList<torc.objectserver.device.BlobDevice>(cluster.devices());
        devices.set(1, wiped);
        var map = new torc.objectserver.replica.DeviceMap(cluster.placement(), devices);
        var healer = new BlobHealer(map, new Pace(1L << 40, System::nanoTime, _ -> {
            if (wiped.fake().blobs().size() > 5) throw new InterruptedException("stopped");
        }));
        var healing = new Healing(healer, 4, Thread.ofVirtual().factory());
        var rounds = new AntiEntropy(
                () -> map, Share.ALL, healing, new RoundRest(Duration.ofSeconds(1), Duration.ofSeconds(30)));

        assertThatThrownBy(rounds::round).isInstanceOf(InterruptedException.class);

        assertThat(wiped.fake().blobs().size()).isLessThan(20);
    }

    @Test
    void everyQuarantineIsEmptiedByARound() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var damaged = cluster.devicesOf(blob).get(2);
        damaged.fake().damage(blob);
        healQuietly(() -> read(damaged, blob));

        antiEntropy.round();

        assertThat(damaged.status().quarantined()).isZero();
        assertThat(read(damaged, blob)).isEqualTo(CONTENT);
    }

    /// A blob of which one copy is on the handoff device, for the third primary was away.
    private Id128 putWithHandoff() {
        while (true) {
            var absent = cluster.devices().get(2);
            absent.fake().failCommits();
            absent.fake().limitTo(0);
            var blob = cluster.put(CONTENT).id();
            absent.comeBack();
            absent.fake().limitTo(Long.MAX_VALUE);
            eventually(() -> cluster.open() == 0);
            if (cluster.devicesOf(blob).get(2).equals(absent)) return blob;
            cluster.store().delete(blob);
        }
    }

    @Test
    void aHandoffsCopyGoesOnceEveryPrimaryHoldsOneAndTheBlobIsNotTakenForDeleted() throws Exception {
        var blob = putWithHandoff();
        var holders = cluster.devicesOf(blob);
        assertThat(holders.get(3).fake().blobs()).contains(blob);

        antiEntropy.round();

        assertThat(holders.get(3).fake().blobs()).doesNotContain(blob);
        for (var primary : holders.subList(0, 3))
            assertThat(read(primary, blob)).isEqualTo(CONTENT);
        assertThat(antiEntropy.progress().dropped()).isEqualTo(1);
        antiEntropy.round();
        assertThat(cluster.copies(blob)).isEqualTo(3);
        assertThat(cluster.read(blob)).isEqualTo(CONTENT);
    }

    @Test
    void aHandoffsCopyStaysWhileAPrimaryIsAwayOrFull() throws Exception {
        var blob = putWithHandoff();
        var holders = cluster.devicesOf(blob);

        holders.get(0).leave();
        antiEntropy.round();
        assertThat(healer.heal(blob)).isInstanceOf(HealOutcome.Incomplete.class);
        holders.get(0).comeBack();
        holders.get(2).delete(blob); // If it came there before.
        holders.get(2).fake().forgetDeletes();
        holders.get(2).fake().limitTo(0);
        antiEntropy.round();

        assertThat(holders.get(3).fake().blobs()).contains(blob);
        assertThat(antiEntropy.progress().dropped()).isZero();
    }

    @Test
    void d07_aHandoffsCopyStaysUntilAPrimaryThatTurnsOutDamagedIsWholeAgain() throws Exception {
        var blob = putWithHandoff();
        var holders = cluster.devicesOf(blob);
        holders.get(0).fake().damage(blob);
        holders.get(1).fake().damage(blob);

        while (!healer.heal(blob).equals(new HealOutcome.Whole(0, 0)))
            assertThat(holders.stream().filter(device -> isWhole(device, blob))).isNotEmpty();

        for (var primary : holders.subList(0, 3))
            assertThat(read(primary, blob)).isEqualTo(CONTENT);
        assertThat(holders.get(3).fake().blobs()).doesNotContain(blob);
    }

    private static boolean isWhole(UnrulyDevice device, Id128 blob) {
        try {
            return device.fake().blobs().contains(blob) && java.util.Arrays.equals(read(device.fake(), blob), CONTENT);
        } catch (torc.objectserver.device.BlobDamaged e) {
            return false;
        }
    }

    @Test
    void aHandoffsDamagedCopyGoesAsWell() throws Exception {
        var blob = putWithHandoff();
        var handoff = cluster.devicesOf(blob).get(3);
        handoff.fake().damage(blob);

        antiEntropy.round();
        antiEntropy.round();

        assertThat(handoff.status().quarantined()).isZero();
        assertThat(handoff.fake().blobs()).isEmpty();
        for (var primary : cluster.devicesOf(blob).subList(0, 3))
            assertThat(read(primary, blob)).isEqualTo(CONTENT);
    }

    @Test
    void aCopyElsewhereThatDiffersFromThePrimariesStays() throws Exception {
        var blob = cluster.put(CONTENT).id();
        var elsewhere = cluster.devicesOf(blob).get(3);
        put(elsewhere, blob, cluster.placement().partition(blob), bytes(2, CONTENT.length));

        healer.heal(blob);

        assertThat(read(elsewhere, blob)).isEqualTo(bytes(2, CONTENT.length));
    }

    @Test
    void requestsAreHealedAfterADelayAndNotForgottenWhileADeviceIsAway() throws Exception {
        var now = new AtomicLong();
        var queue = new RepairQueue(Duration.ofSeconds(1), now::get);
        var blob = cluster.put(CONTENT).id();
        var damaged = cluster.devicesOf(blob).get(0);
        damaged.fake().damage(blob);
        healQuietly(() -> read(damaged, blob));
        queue.request(blob, 0);
        queue.request(blob, 0);

        queue.healDue(Healing.oneByOne(healer));
        assertThat(damaged.status().quarantined()).as("not due yet").isEqualTo(1);
        now.addAndGet(1_000_000_000L);
        damaged.leave();
        queue.healDue(Healing.oneByOne(healer));
        assertThat(queue.progress().waiting()).isEqualTo(1);
        damaged.comeBack();
        now.addAndGet(1_000_000_000L);
        queue.healDue(Healing.oneByOne(healer));

        assertThat(queue.progress()).isEqualTo(new RepairQueue.Progress(0, 1, 0, 0, 0));
        assertThat(damaged.status().quarantined()).isZero();
    }

    @Test
    void healingClosesWhatItOpens() throws Exception {
        var blob = cluster.put(CONTENT).id();
        cluster.devicesOf(blob).get(0).breakAfter(1);
        cluster.devicesOf(blob).get(1).fake().damage(blob);
        healQuietly(() -> read(cluster.devicesOf(blob).get(1), blob));

        assertThat(healer.heal(blob)).isEqualTo(new HealOutcome.Whole(1, 0));

        TestCluster.eventually(() -> cluster.open() == 0);
    }

    @Test
    void aTargetThatBreaksIsNotBlamedOnItsSources() throws Exception {
        var content = bytes(1, 300_000);
        var source = new UnrulyDevice("source");
        put(source, id(1), 1, content);
        var target = new UnrulyDevice("target");
        var copier = new BlobCopier(new Pace(1L << 40, System::nanoTime, _ -> {}));
        var stored = source.head(id(1)).orElseThrow();
        target.breakWrites();

        assertThat(copier.copy(stored, source, target)).isInstanceOf(CopyOutcome.TargetFailed.class);

        target.comeBack();
        assertThat(copier.copy(stored, source, target)).isEqualTo(new CopyOutcome.Copied(content.length));
        source.breakAfter(0);
        target.delete(id(1));
        assertThat(copier.copy(stored, source, new UnrulyDevice("other"))).isInstanceOf(CopyOutcome.SourceFailed.class);
    }

    @Test
    void aCopyThatIsGivenUpWhileItIsReadBackHoldsNothing() {
        var content = bytes(1, 300_000);
        var source = new UnrulyDevice("source");
        put(source, id(1), 1, content);
        var target = new UnrulyDevice("target");
        var copier = new BlobCopier(new Pace(1L << 40, System::nanoTime, _ -> {
            if (target.fake().blobs().contains(id(1))) throw new InterruptedException("stopped");
        }));

        assertThatThrownBy(() -> copier.copy(source.head(id(1)).orElseThrow(), source, target))
                .isInstanceOf(InterruptedException.class);

        assertThat(source.chunksOut() + target.chunksOut()).isZero();
        assertThat(source.open() + target.open()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"BEGIN", "WRITE", "COMMIT", "READ", "CHUNK"})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aDeviceThatHangsDoesNotHoldUpTheHealingOfOthers(Place place) throws Exception {
        var map = cluster.map()
                .withTimeLimit(Duration.ofMillis(300), Thread.ofVirtual().factory(), System::nanoTime);
        var limited = new BlobHealer(map, new Pace(1L << 40, System::nanoTime, _ -> {}));
        cluster.devices().get(1).fake().failCommits();
        var blob = cluster.put(CONTENT).id();
        cluster.devices().get(1).comeBack();
        var hung = place == Place.BEGIN || place == Place.WRITE || place == Place.COMMIT
                ? cluster.devices().get(1)
                : cluster.devicesOf(blob).get(0);
        eventually(() -> cluster.open() == 0);
        hung.hangAt(place);

        for (var i = 0; i < 5; i++) limited.heal(blob);

        assertThat(hung.hanging()).isLessThanOrEqualTo(1);
        hung.goOn();
        eventually(() -> hung.hanging() == 0 && cluster.open() == 0 && healed(limited, blob));
        for (var device : cluster.devicesOf(blob).subList(0, 3))
            assertThat(read(device, blob)).isEqualTo(CONTENT);
        assertThat(hung.chunksOut()).isZero();
    }

    private static boolean healed(BlobHealer healer, Id128 blob) {
        try {
            return healer.heal(blob).equals(new HealOutcome.Whole(0, 0));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
