package torc.objectserver.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torc.common.id.Id128;
import torc.common.pace.Pace;
import torc.objectserver.blob.BlobOwner;
import torc.objectserver.blob.BlobWriteOutcome;
import torc.objectserver.device.BlobDamaged;
import torc.objectserver.device.TestBlobs;
import torc.objectserver.repair.AntiEntropy;
import torc.objectserver.repair.BlobHealer;
import torc.objectserver.replica.TestCluster;
import torc.objectserver.replica.UnrulyDevice;

/// Uploads, copies, deletes, crashes, absent devices, damage and sweeps in any order: no blob that a row
/// names is ever lost, and in the end nothing is left but what rows name.
class LifeOfBlobsPropertyTest {
    private static final int STEPS = 400;

    static List<Long> seeds() {
        var extra = Long.getLong("torc.seed");
        return extra != null
                ? List.of(extra)
                : new Random(20261122).longs(30).boxed().toList();
    }

    @ParameterizedTest(name = "-Dtorc.seed={0} repeats it")
    @MethodSource("seeds")
    void noNamedBlobIsEverRemovedAndGarbageEnds(long seed) throws Exception {
        var life = new Life(seed);
        for (var step = 0; step < STEPS; step++) {
            life.step();
            life.checkOneNamedBlob();
        }
        life.settle();
        life.checkAll();
    }

    private static final class Life {
        private final Random random;
        private final FakeRows rows = new FakeRows();
        private final Map<Id128, byte[]> contents = new HashMap<>();
        private final List<Upload> uploads = new ArrayList<>();
        private final TestCluster cluster = new TestCluster(4, 3, TestCluster.limits(), this::nanos);
        private final Pace pace = new Pace(1L << 40, System::nanoTime, _ -> {});
        private final BlobHealer healer = new BlobHealer(cluster.map(), pace);
        private final AntiEntropy antiEntropy = new AntiEntropy(cluster.map(), healer);
        private final DeadBlobSweep deadSweep = new DeadBlobSweep(
                rows,
                cluster.store(),
                ReclaimLimits.standard(),
                pace,
                this::now,
                Thread.ofVirtual().factory());
        private final OrphanSweep orphanSweep =
                new OrphanSweep(cluster::map, rows, cluster.store(), ReclaimLimits.standard(), pace, this::now);
        private Instant now = Instant.parse("2026-11-22T00:00:00Z");
        private int names;

        private record Upload(Id128 blob, String row, Instant deadline) {}

        Life(long seed) {
            random = new Random(seed);
        }

        private Instant now() {
            return now;
        }

        private long nanos() {
            return now.getEpochSecond() * 1_000_000_000L;
        }

        void step() throws InterruptedException {
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> upload();
                case 3, 4 -> commit();
                case 5 -> crash();
                case 6 -> share();
                case 7, 8 -> removeName();
                case 9 -> leaveOrComeBack();
                case 10 -> damage();
                case 11 -> now = now.plus(Duration.ofMinutes(random.nextInt(40)));
                case 12 -> sweepDead();
                case 13 -> orphanSweep.round();
                case 14 -> antiEntropy.round();
                default -> rareEvents();
            }
        }

        private void upload() {
            var content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            var owner = new BlobOwner("shard", "row" + names++, now.plus(Duration.ofMinutes(random.nextInt(90))));
            try (var writer = cluster.store().create(owner, content.length)) {
                writer.write(ByteBuffer.wrap(content));
                if (random.nextInt(8) == 0) return; // The client vanished.
                if (!(writer.commit() instanceof BlobWriteOutcome.Stored)) return;
                contents.put(writer.id(), content);
                uploads.add(new Upload(writer.id(), owner.row(), owner.deadline()));
            }
        }

        private void commit() {
            if (uploads.isEmpty()) return;
            var upload = uploads.remove(random.nextInt(uploads.size()));
            rows.commit(upload.blob, upload.row, now, upload.deadline);
        }

        /// Whoever was uploading forgets everything.
        private void crash() {
            if (random.nextBoolean()) uploads.clear();
        }

        private void share() {
            var blob = anyNamed();
            if (blob != null) rows.share(blob, "row" + names++);
        }

        private void removeName() {
            var blob = anyNamed();
            if (blob != null) rows.removeName(blob, firstNameOf(blob), now);
        }

        private String firstNameOf(Id128 blob) {
            return Objects.requireNonNull(rows.names().get(blob)).first();
        }

        private @org.jspecify.annotations.Nullable Id128 anyNamed() {
            var all = List.copyOf(rows.names().keySet());
            return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        }

        /// One device at most is away at a time, as three copies bear.
        private void leaveOrComeBack() {
            var away = away();
            if (!away.isEmpty()) away.getFirst().comeBack();
            else if (everyCopyIsWhole())
                cluster.devices().get(random.nextInt(cluster.devices().size())).leave();
        }

        private List<UnrulyDevice> away() {
            return cluster.devices().stream()
                    .filter(device -> !device.status().failed().isEmpty())
                    .toList();
        }

        private boolean everyCopyIsWhole() {
            return rows.names().keySet().stream().allMatch(blob -> cluster.copies(blob) >= 3)
                    && cluster.devices().stream()
                            .allMatch(device -> device.status().quarantined() == 0);
        }

        private void damage() {
            var blob = anyNamed();
            if (blob == null || !away().isEmpty() || !everyCopyIsWhole()) return;
            var device = cluster.devicesOf(blob).get(random.nextInt(3));
            if (!device.fake().blobs().contains(blob)) return;
            device.fake().damage(blob);
            try {
                TestBlobs.read(device, blob);
            } catch (BlobDamaged e) {
                return; // Found, and in quarantine, as the auditor would have done.
            }
            if (contents.get(blob) != null && length(blob) > 0) throw new AssertionError("damage was not found");
        }

        private int length(Id128 blob) {
            return contents.getOrDefault(blob, new byte[0]).length;
        }

        private void sweepDead() throws InterruptedException {
            try {
                deadSweep.round();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("cannot be reached");
            }
        }

        private void rareEvents() {
            switch (random.nextInt(4)) {
                case 0 -> rows.setReachable(random.nextInt(4) > 0);
                case 1 -> cluster.devices().get(random.nextInt(4)).fake().forgetDeletes();
                case 2 -> cluster.devices().get(random.nextInt(4)).fake().findDroppedAgain();
                default -> now = now.plus(Duration.ofHours(3));
            }
        }

        void checkOneNamedBlob() {
            var blob = anyNamed();
            if (blob != null) check(blob);
        }

        private void check(Id128 blob) {
            if (!Arrays.equals(cluster.read(blob), contents.get(blob)))
                throw new AssertionError("blob " + blob + " reads back otherwise than it was written");
        }

        /// Faults end, and the daemons make their rounds.
        void settle() throws InterruptedException {
            away().forEach(UnrulyDevice::comeBack);
            rows.setReachable(true);
            uploads.clear();
            for (var round = 0; round < 4; round++) {
                now = now.plus(Duration.ofDays(1));
                antiEntropy.round();
                deadSweep.round();
                orphanSweep.round();
            }
        }

        void checkAll() {
            var named = rows.names().keySet();
            named.forEach(this::check);
            var stored = cluster.devices().stream()
                    .flatMap(device -> device.fake().blobs().stream())
                    .collect(Collectors.toSet());
            assertThat(stored).as("garbage ends").isEqualTo(named);
            assertThat(rows.deadCount()).isZero();
            for (var blob : named) {
                assertThat(cluster.copies(blob)).as("copies elsewhere end").isEqualTo(3);
                for (var primary : cluster.devicesOf(blob).subList(0, 3))
                    assertThat(primary.fake().blobs()).contains(blob);
            }
            TestCluster.eventually(() -> cluster.open() == 0 && cluster.store().sharedBuffersInUse() == 0);
        }
    }
}
