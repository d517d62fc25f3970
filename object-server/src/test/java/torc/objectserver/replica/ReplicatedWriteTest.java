package torc.objectserver.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torc.objectserver.device.TestBlobs.OWNER;
import static torc.objectserver.device.TestBlobs.bytes;
import static torc.objectserver.replica.TestCluster.eventually;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.replica.UnrulyDevice.Place;

class ReplicatedWriteTest {
    private static final byte[] CONTENT = bytes(1, 1_500_000);

    @Test
    void allCopiesAreThereWhenAWriteIsAnswered() {
        var cluster = new TestCluster(4, 3, TestCluster.patientLimits());
        for (var size : new int[] {0, 1, 65_536, 65_537, 1_500_000}) {
            var put = cluster.put(bytes(size, size));

            assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(size, 3));
            assertThat(cluster.copies(put.id())).isEqualTo(3);
            for (var device : cluster.devicesOf(put.id()).subList(0, 3))
                assertThat(device.fake().blobs()).contains(put.id());
            assertThat(cluster.read(put.id())).isEqualTo(bytes(size, size));
        }
        assertThat(cluster.repairs()).isEmpty();
        eventually(() -> cluster.open() == 0);
        assertThat(cluster.store().sharedBuffersInUse()).isZero();
    }

    @Test
    void theCallerMayReuseItsBuffer() {
        var cluster = new TestCluster(3, 3);
        var buffer = ByteBuffer.allocate(1 << 20);
        try (var writer = cluster.store().create(OWNER, 3 << 20)) {
            for (var piece = 0; piece < 3; piece++) {
                buffer.clear().put(bytes(piece, 1 << 20)).flip();
                writer.write(buffer);
                assertThat(buffer.hasRemaining()).isFalse();
            }
            assertThat(writer.commit()).isInstanceOf(BlobWriteOutcome.Stored.class);

            for (var piece = 0; piece < 3; piece++)
                assertThat(cluster.read(writer.id(), (long) piece << 20, (piece + 1L) << 20))
                        .isEqualTo(bytes(piece, 1 << 20));
        }
    }

    @Test
    void aMajorityOfCopiesIsEnoughAndTheRestIsLeftToRepair() {
        var cluster = new TestCluster(3, 3);
        cluster.devices().get(1).fake().failCommits();

        var put = cluster.put(CONTENT);

        assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(CONTENT.length, 2));
        assertThat(cluster.repairs()).containsOnly(put.id());
        assertThat(cluster.read(put.id())).isEqualTo(CONTENT);
    }

    @Test
    void fewerThanAMajorityIsNoWriteAndLeavesNothing() {
        var cluster = new TestCluster(3, 3);
        cluster.devices().get(0).fake().failCommits();
        cluster.devices().get(1).fake().failCommits();

        var put = cluster.put(CONTENT);

        assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Unavailable.class);
        eventually(() -> cluster.copies(put.id()) == 0 && cluster.open() == 0);
    }

    @Test
    void aHandoffDeviceTakesTheCopyOfAPrimaryThatIsAway() {
        var cluster = new TestCluster(4, 3);
        cluster.devices().get(2).leave();

        for (var i = 0; i < 20; i++) {
            var put = cluster.put(bytes(i, 1000));
            assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(1000, 3));
            assertThat(cluster.read(put.id())).isEqualTo(bytes(i, 1000));
        }
        assertThat(cluster.repairs()).isNotEmpty();
    }

    @Test
    void aDeviceWithoutRoomIsReplacedAndAFullClusterSaysSo() {
        var cluster = new TestCluster(4, 3);
        cluster.devices().get(0).fake().limitTo(0);
        for (var i = 0; i < 20; i++)
            assertThat(cluster.put(bytes(i, 1000)).outcome()).isEqualTo(new BlobWriteOutcome.Stored(1000, 3));

        cluster.devices().forEach(device -> device.fake().limitTo(0));

        assertThat(cluster.put(bytes(1, 1000)).outcome()).isEqualTo(new BlobWriteOutcome.Full());
        eventually(() -> cluster.open() == 0);
    }

    @Test
    void aWriteThatFailsHoldsNoDeviceWhileItsClientSendsOn() {
        var cluster = new TestCluster(3, 3, withSharedBuffers(TestCluster.limits(), 1));
        var hung = cluster.devices().get(1);
        hung.hangAt(Place.WRITE);
        try (var writer = cluster.store().create(OWNER, CONTENT.length)) {
            writer.write(ByteBuffer.wrap(CONTENT));

            eventually(() -> cluster.open() == 1 && hung.open() == 1);
            hung.goOn();
            eventually(() -> cluster.open() == 0 && cluster.store().sharedBuffersInUse() == 0);
            writer.write(ByteBuffer.wrap(CONTENT, 0, 0));
            assertThat(writer.commit()).isInstanceOf(BlobWriteOutcome.Unavailable.class);
        }
    }

    private static ReplicaLimits withSharedBuffers(ReplicaLimits limits, int sharedBuffers) {
        return new ReplicaLimits(
                sharedBuffers,
                limits.laneBuffers(),
                limits.laneStall(),
                limits.commitLimit(),
                limits.straggler(),
                limits.hedgeLeast(),
                limits.hedgeMost(),
                limits.readLimit(),
                limits.deleteLimit(),
                limits.handoffs(),
                limits.breakerFailures(),
                limits.breakerLeast(),
                limits.breakerMost());
    }

    @Test
    void aCopyThatIsGivenUpWhileItsPrimaryHangsIsNotBegunOnAnotherDevice() throws InterruptedException {
        var primary = new UnrulyDevice("primary");
        var handoff = new UnrulyDevice("handoff");
        var handoffs = List.of(member(handoff)).iterator();
        var targets = new WriteTargets(handoffs);
        var lane = new CopyLane(
                TestBlobs.header(TestBlobs.id(1), 1, 10), member(primary), targets, new Ballot(1, 1), () -> {}, 4);
        primary.hangAt(Place.BEGIN);
        var thread = Thread.ofVirtual().start(lane);
        eventually(() -> primary.hanging() == 1);

        lane.abandon("given up", false);
        primary.leave();
        primary.goOn();
        thread.join();

        assertThat(handoffs.hasNext()).as("a device that was not asked").isTrue();
    }

    private static Member member(UnrulyDevice device) {
        return new Member(new PlacedDevice(device, 0), TestCluster.limits(), System::nanoTime);
    }

    @Test
    void aDeviceThatHangsInACommitDoesNotHoldUpTheAnswer() {
        var cluster = new TestCluster(3, 3);
        var hung = cluster.devices().get(1);
        hung.hangAt(Place.COMMIT);

        var put = cluster.put(CONTENT);

        assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(CONTENT.length, 2));
        assertThat(cluster.repairs()).contains(put.id());
        hung.goOn();
        eventually(() -> cluster.copies(put.id()) == 3 && cluster.open() == 0);
    }

    @Test
    void aDeviceThatTakesNoBytesIsDroppedAndHoldsNoMemory() {
        // Only the hung device may run into the limits, however busy the machine is.
        var cluster = new TestCluster(3, 3, TestCluster.patientLimits());
        var hung = cluster.devices().get(1);
        hung.hangAt(Place.WRITE);

        var put = cluster.put(bytes(1, 4_000_000));

        assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(4_000_000, 2));
        eventually(() -> cluster.store().sharedBuffersInUse() <= 1); // The one that the hung call still reads.
        hung.goOn();
        eventually(() -> cluster.store().sharedBuffersInUse() == 0 && cluster.open() == 0);
        assertThat(cluster.copies(put.id())).isEqualTo(2);
    }

    @Test
    void aDeviceThatHangsBeforeItTakesABlobIsLeftAlone() {
        var now = new AtomicLong();
        var cluster = new TestCluster(3, 3, TestCluster.limits(), now::get);
        var hung = cluster.devices().get(1);
        hung.hangAt(Place.BEGIN);
        assertThat(cluster.put(bytes(1, 1000)).outcome()).isEqualTo(new BlobWriteOutcome.Stored(1000, 2));

        now.addAndGet(6_000_000_000L);
        for (var i = 0; i < 5; i++)
            assertThat(cluster.put(bytes(i, 1000)).outcome()).isEqualTo(new BlobWriteOutcome.Stored(1000, 2));

        assertThat(hung.hanging()).isEqualTo(1);
        hung.goOn();
        eventually(() -> cluster.open() == 0);
        assertThat(cluster.put(bytes(1, 1000)).outcome()).isEqualTo(new BlobWriteOutcome.Stored(1000, 3));
    }

    @Test
    void aClientThatSendsSlowlyIsNotTakenForADeviceThatHangs() {
        var now = new AtomicLong();
        var cluster = new TestCluster(3, 3, TestCluster.patientLimits(), now::get);
        try (var slow = cluster.store().create(OWNER, 2_000)) {
            slow.write(ByteBuffer.wrap(bytes(1, 1_000)));
            eventually(() -> cluster.open() == 3);
            now.addAndGet(60_000_000_000L);

            assertThat(cluster.put(bytes(2, 1000)).outcome()).isEqualTo(new BlobWriteOutcome.Stored(1000, 3));

            slow.write(ByteBuffer.wrap(bytes(3, 1_000)));
            assertThat(slow.commit()).isEqualTo(new BlobWriteOutcome.Stored(2_000, 3));
        }
    }

    @Test
    void anInterruptedWriteGivesItsMemoryBack() {
        var cluster = new TestCluster(3, 3, TestCluster.patientLimits());
        try (var writer = cluster.store().create(OWNER, CONTENT.length)) {
            Thread.currentThread().interrupt();
            writer.write(ByteBuffer.wrap(CONTENT));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(writer.commit()).isInstanceOf(BlobWriteOutcome.Unavailable.class);
        }
        eventually(() -> cluster.store().sharedBuffersInUse() == 0 && cluster.open() == 0);
    }

    @Test
    @Timeout(value = 15, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anErrorOfTheMachineIsAFailedCopyAndNothingToWaitFor() {
        var limits = TestCluster.patientLimits();
        var cluster = new TestCluster(3, 3, limits);
        cluster.devices().get(0).runOutOfMemory();
        cluster.devices().get(1).runOutOfMemory();
        var began = System.nanoTime();

        var put = cluster.put(CONTENT);

        assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Unavailable.class);
        assertThat(System.nanoTime() - began).isLessThan(limits.commitLimit().toNanos());
        eventually(() -> cluster.open() == 0 && cluster.store().sharedBuffersInUse() == 0);
    }

    @Test
    void aCopyThatBecomesDurableAfterTheWriteWasRefusedIsRemoved() {
        var cluster = new TestCluster(3, 3);
        cluster.devices().get(0).hangAt(Place.COMMIT);
        cluster.devices().get(1).hangAt(Place.COMMIT);

        var put = cluster.put(CONTENT);

        assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Unavailable.class);
        cluster.devices().forEach(UnrulyDevice::goOn);
        eventually(() -> cluster.open() == 0
                && cluster.copies(put.id()) == 0
                && cluster.devices().stream()
                        .allMatch(device -> device.fake().begin(header(cluster, put))
                                instanceof torc.objectserver.device.BeginOutcome.Deleted));
    }

    private static torc.objectserver.device.BlobHeader header(TestCluster cluster, TestCluster.Put put) {
        return new torc.objectserver.device.BlobHeader(
                put.id(), cluster.placement().partition(put.id()), OWNER, 1);
    }

    @Test
    void whatIsNotCommittedLeavesNothing() {
        var cluster = new TestCluster(3, 3);
        try (var writer = cluster.store().create(OWNER, CONTENT.length)) {
            writer.write(ByteBuffer.wrap(CONTENT));
        }

        eventually(() -> cluster.open() == 0 && cluster.store().sharedBuffersInUse() == 0);
        assertThat(cluster.devices()).allMatch(device -> device.fake().blobs().isEmpty());
    }

    @Test
    void moreThanWasAnnouncedIsAMistakeOfTheCaller() {
        for (var replicas : new int[] {1, 3}) {
            try (var writer = new TestCluster(3, replicas).store().create(OWNER, 10)) {
                writer.write(ByteBuffer.allocate(10));
                assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1)))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void memoryStaysUnderItsBoundHoweverManyWrite() throws Exception {
        var cluster = new TestCluster(3, 3, TestCluster.patientWrites());
        var greatest = new java.util.concurrent.atomic.AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var jobs = new ArrayList<java.util.concurrent.Future<?>>();
            for (var i = 0; i < 40; i++) {
                var seed = i;
                jobs.add(threads.submit(() -> {
                    var put = cluster.put(bytes(seed, 900_000));
                    greatest.accumulateAndGet(cluster.store().sharedBuffersInUse(), Math::max);
                    assertThat(put.outcome()).isInstanceOf(BlobWriteOutcome.Stored.class);
                    assertThat(cluster.read(put.id())).isEqualTo(bytes(seed, 900_000));
                }));
            }
            for (var job : jobs) job.get();
        }

        assertThat(greatest.get()).isLessThanOrEqualTo(TestCluster.limits().sharedBuffers());
        eventually(() -> cluster.store().sharedBuffersInUse() == 0 && cluster.open() == 0);
    }

    @Test
    void aSingleCopyGoesToItsDeviceOrToAnotherOneThatHasRoom() {
        var cluster = new TestCluster(2, 1);
        cluster.devices().get(0).fake().limitTo(0);

        for (var i = 0; i < 10; i++) {
            var put = cluster.put(bytes(i, 200_000));
            assertThat(put.outcome()).isEqualTo(new BlobWriteOutcome.Stored(200_000, 1));
            assertThat(cluster.read(put.id())).isEqualTo(bytes(i, 200_000));
        }
        cluster.devices().get(1).fake().limitTo(0);
        assertThat(cluster.put(bytes(1, 10)).outcome()).isEqualTo(new BlobWriteOutcome.Full());
        cluster.devices().forEach(UnrulyDevice::leave);
        assertThat(cluster.put(bytes(1, 10)).outcome()).isInstanceOf(BlobWriteOutcome.Unavailable.class);
        assertThat(cluster.open()).isZero();
    }
}
