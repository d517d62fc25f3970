package torc.objectserver.reclaim;

import static org.assertj.core.api.Assertions.assertThat;
import static torc.objectserver.device.TestBlobs.bytes;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.replica.TestCluster;

class SweepTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final TestCluster cluster = new TestCluster(3, 3, TestCluster.patientWrites());
    private final FakeRows rows = new FakeRows();
    private final Pace pace = new Pace(1L << 40, System::nanoTime, _ -> {});
    private Instant now = START;
    private final OrphanSweep orphans =
            new OrphanSweep(cluster::map, rows, cluster.store(), ReclaimLimits.standard(), pace, () -> now);
    private final DeadBlobSweep dead = new DeadBlobSweep(
            rows,
            cluster.store(),
            ReclaimLimits.standard(),
            pace,
            () -> now,
            Thread.ofVirtual().factory());

    private Id128 put(Duration untilDeadline) {
        try (var writer = cluster.store().create(new BlobOwner("s", "r", START.plus(untilDeadline)), 100)) {
            writer.write(ByteBuffer.wrap(bytes(1, 100)));
            assertThat(writer.commit()).isInstanceOf(BlobWriteOutcome.Stored.class);
            return writer.id();
        }
    }

    @Test
    void anOrphanGoesOnlyAfterItsDeadlineAndTheGreatestClockError() throws Exception {
        var orphan = put(Duration.ofHours(1));
        now = START.plus(Duration.ofHours(1)).plus(ReclaimLimits.standard().maxClockError());
        orphans.round();
        assertThat(cluster.copies(orphan)).isEqualTo(3);
        assertThat(orphans.progress().tooYoung()).isEqualTo(1);

        now = now.plusMillis(1);
        orphans.round();

        assertThat(cluster.copies(orphan)).isZero();
        assertThat(orphans.progress().deleted()).isEqualTo(1);
    }

    @Test
    void aNamedBlobStaysHoweverOld() throws Exception {
        var named = put(Duration.ofHours(1));
        rows.commit(named, "r", now, START.plus(Duration.ofHours(1)));
        now = START.plus(Duration.ofDays(1000));

        orphans.round();

        assertThat(cluster.copies(named)).isEqualTo(3);
    }

    @Test
    void d05_whenNobodyCanTellTheBlobStays() throws Exception {
        var orphan = put(Duration.ofHours(1));
        now = START.plus(Duration.ofDays(1));
        rows.setReachable(false);

        orphans.round();
        assertThat(cluster.copies(orphan)).isEqualTo(3);
        assertThat(orphans.progress().unknown()).isEqualTo(1);
        rows.setReachable(true);
        orphans.round();

        assertThat(cluster.copies(orphan)).isZero();
    }

    @Test
    void aDeadBlobGoesAfterItsGracePeriodAndItsEntryWhenEveryDeviceHasDeletedIt() throws Exception {
        var blob = put(Duration.ofHours(1));
        rows.commit(blob, "r", now, now);
        rows.removeName(blob, "r", now);
        dead.round();
        assertThat(cluster.copies(blob)).as("in its grace period").isEqualTo(3);

        now = START.plus(Duration.ofHours(2));
        cluster.devices().get(1).leave();
        dead.round();
        assertThat(rows.deadCount()).isEqualTo(1);
        cluster.devices().get(1).comeBack();
        dead.round();

        assertThat(cluster.copies(blob)).isZero();
        assertThat(rows.deadCount()).isZero();
        assertThat(dead.progress()).isEqualTo(new DeadBlobSweep.Progress(3, 1, 1));
    }

    @Test
    void manyDeadBlobsGoPageByPage() throws Exception {
        for (var i = 0; i < 700; i++) {
            var blob = put(Duration.ofHours(1));
            rows.commit(blob, "r", now, now);
            rows.removeName(blob, "r", now);
        }
        now = START.plus(Duration.ofHours(2));

        dead.round();

        assertThat(rows.deadCount()).isZero();
        assertThat(cluster.devices()).allMatch(device -> device.fake().blobs().isEmpty());
    }

    @Test
    void theRateIsKept() throws Exception {
        var slept = new AtomicLong();
        var clock = new AtomicLong();
        var slow = new Pace(100, clock::get, nanos -> {
            slept.addAndGet(nanos);
            clock.addAndGet(nanos);
        });

        for (var i = 0; i < 1000; i++) slow.spend(1);

        assertThat(slept.get()).isBetween(9_800_000_000L, 10_000_000_000L);
    }
}
