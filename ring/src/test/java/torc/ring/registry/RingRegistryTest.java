package torc.ring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torc.common.id.Ids;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.metadata.embedded.EmbeddedMetadataStore;
import torc.ring.metadata.embedded.TestWorldStores;
import torc.ring.placement.Device;

final class RingRegistryTest {
    private static final String RING = "object";
    private static final RingRegistry.Settings SETTINGS = new RingRegistry.Settings(8, 3, 1);

    @TempDir
    private Path folder;

    private EmbeddedMetadataStore rows;
    private RingRegistry rings;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void open() {
        rows = TestWorldStores.open(folder.resolve("rows"));
        rings = new RingRegistry(rows, new Ids(new Random(1)), () -> now);
        rings.create(RING, SETTINGS);
    }

    @AfterEach
    void close() {
        rows.close();
    }

    private static Device device(int id) {
        return Device.of(id, 1, id + 1, "10.0.0." + (id + 1), 7480, "d0", 100);
    }

    private void add(int id) {
        rings.stage(RING, builder -> builder.addWithId(device(id)));
    }

    @Test
    void nothingMovesBeforeItIsApplied() {
        add(0);
        assertThat(rings.epoch(RING)).isZero();
        assertThat(rings.epochs(RING, 4)).isEmpty();
        assertThat(rings.plan(RING).moved()).isEqualTo(256);

        rings.apply(RING);
        assertThat(rings.epoch(RING)).isEqualTo(1);
        assertThat(rings.epochs(RING, 4).getFirst().ring().replicaRows()).isEqualTo(1);
    }

    @Test
    void copiesGrowWithTheDevicesUpToWhatIsWanted() {
        for (int id = 0; id < 5; id++) {
            add(id);
            rings.apply(RING);
            assertThat(rings.epochs(RING, 1).getFirst().ring().replicaRows()).isEqualTo(Math.min(3, id + 1));
        }
        assertThat(rings.epochs(RING, 3)).extracting(RingRegistry.Epoch::epoch).containsExactly(5L, 4L, 3L);
    }

    @Test
    void applyingWithoutAChangeIsRefused() {
        add(0);
        rings.apply(RING);
        assertThatThrownBy(() -> rings.apply(RING)).isInstanceOf(RingRefused.class);
    }

    @Test
    void onlyThePlanThatWasSeenIsApplied() {
        add(0);
        var seen = rings.plan(RING).number();
        now = now.plusSeconds(90);
        assertThat(rings.plan(RING).number()).as("the same plan a moment later").isEqualTo(seen);
        add(1);

        assertThatThrownBy(() -> rings.apply(RING, seen))
                .isInstanceOf(RingRefused.class)
                .hasMessageContaining(seen)
                .hasMessageContaining(rings.plan(RING).number());
        assertThat(rings.epoch(RING)).isZero();
        var newer = rings.plan(RING).number();
        rings.apply(RING, newer);
        assertThat(rings.epoch(RING)).isEqualTo(1);
        assertThatThrownBy(() -> rings.apply(RING, newer)).isInstanceOf(RingRefused.class);
    }

    @Test
    void aPlanTellsWhatIsHeldBackAndWhatComesLater() {
        for (int id = 0; id < 3; id++) add(id);
        rings.apply(RING);
        assertThat(rings.plan(RING).heldBack()).isZero();
        assertThat(rings.plan(RING).later()).isZero();
        add(3);
        now = now.plusSeconds(1800);

        var held = rings.plan(RING);
        assertThat(held.moved()).isZero();
        assertThat(held.heldBack()).as("a quarter of 3 x 256").isEqualTo(192);
        assertThat(held.freeIn()).isEqualTo(java.time.Duration.ofMinutes(30));
        assertThat(held.later()).isEqualTo(192);

        now = now.plusSeconds(1800);
        var free = rings.plan(RING);
        assertThat(free.moved()).isEqualTo(192);
        assertThat(free.heldBack()).isZero();
        assertThat(free.later()).isZero();
    }

    @Test
    void whoWantsItNeedNotWaitBetweenPlans() {
        for (int id = 0; id < 3; id++) add(id);
        rings.apply(RING);
        for (int id = 3; id < 5; id++) add(id);
        assertThat(rings.plan(RING).moved()).isZero();

        rings.stage(RING, builder -> builder.setMinPartHours(0));

        var first = rings.apply(RING);
        assertThat(first.moved()).as("one replica of each partition").isEqualTo(256);
        var second = rings.apply(RING);
        assertThat(first.moved() + second.moved()).as("two fifths of 3 x 256").isBetween(306, 313);
        assertThat(second.later()).isZero();
        assertThat(rings.staged(RING).minPartHours()).isZero();
    }

    @Test
    void whatNeedsMoreThanOneMoveOfAPartitionComesLater() {
        for (int id = 0; id < 3; id++) add(id);
        rings.apply(RING);
        for (int id = 3; id < 9; id++) add(id);
        now = now.plusSeconds(7200);

        var plan = rings.plan(RING);

        assertThat(plan.moved()).isEqualTo(256);
        assertThat(plan.heldBack()).isZero();
        assertThat(plan.later()).isPositive();
    }

    @Test
    void d18_aRingOfALaterReleaseIsRefusedAndNotGuessedAt() {
        add(0);
        rings.apply(RING);
        var head = torc.ring.metadata.RowKey.of('r', RING);
        var shard = new torc.ring.metadata.ShardKey("cluster");
        var value = rows.get(shard, head).orElseThrow().value().clone();
        value[0] = 3;
        rows.commit(torc.ring.metadata.Transaction.on(shard).put(head, value).build());

        assertThatThrownBy(() -> rings.epoch(RING)).hasMessageContaining("a ring's row has format 3");
    }

    @Test
    void whatIsStagedCanBeForgotten() {
        add(0);
        rings.apply(RING);
        add(1);
        rings.unstage(RING);
        assertThat(rings.plan(RING).moved()).isZero();
    }

    @Test
    void anEarlierEpochComesBackAsANewOne() {
        for (int id = 0; id < 3; id++) add(id);
        rings.apply(RING);
        var first = rings.epochs(RING, 1).getFirst().ring();
        add(3);
        now = now.plusSeconds(7200);
        rings.apply(RING);
        rings.revert(RING, 1);

        assertThat(rings.epoch(RING)).isEqualTo(3);
        assertThat(rings.epochs(RING, 1).getFirst().ring().assignments()).isEqualTo(first.assignments());
        assertThatThrownBy(() -> rings.revert(RING, 9)).isInstanceOf(RingRefused.class);
    }

    @Test
    void epochsThatAreTooOldAreForgotten() {
        add(0);
        rings.apply(RING);
        for (int i = 0; i < RingRegistry.MOST_EPOCHS + 3; i++) {
            double weight = 100.0 + i;
            rings.stage(RING, builder -> builder.change(device(0).withWeight(weight)));
            rings.apply(RING);
        }
        assertThat(rings.epochs(RING, 100)).hasSize(RingRegistry.MOST_EPOCHS);
    }

    @Test
    void aRingOfATorcThatRanAloneIsItsFirstEpoch() {
        var ring = RingBuilder.build(java.util.List.of(device(0), device(1)), 6, 2, 1);
        rings.adopt("alone", ring, SETTINGS, UnaryOperator.identity());
        assertThat(rings.epochs("alone", 2).getFirst().ring().assignments()).isEqualTo(ring.assignments());
        rings.stage("alone", builder -> builder.addWithId(device(2)));
        assertThat(rings.apply("alone").moved()).isEqualTo(64);
    }

    @Test
    void whoStagesAndWhoAppliesAtATimeDoNotOverwriteEachOther() throws Exception {
        add(0);
        rings.apply(RING);
        var threads = new java.util.ArrayList<Thread>();
        for (int id = 1; id <= 8; id++) {
            int each = id;
            threads.add(Thread.ofVirtual().start(() -> {
                while (true) {
                    try {
                        add(each);
                        return;
                    } catch (IllegalStateException _) {
                        // The others were faster eight times.
                    }
                }
            }));
        }
        for (var thread : threads) thread.join();
        rings.apply(RING);
        assertThat(rings.epochs(RING, 1).getFirst().ring().devices()).hasSize(9);
    }
}
