package torc.ring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import torc.common.id.Ids;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingRefused;
import torc.ring.metadata.FakeMetadataStore;
import torc.ring.placement.Device;

final class PolicyRegistryTest {
    private static final Policy.Kind COLD = new Policy.Fragments(4, 2);

    private final FakeMetadataStore rows = new FakeMetadataStore();
    private final RingRegistry rings =
            new RingRegistry(rows, new Ids(new Random(1)), () -> Instant.parse("2026-11-23T12:00:00Z"));
    private final PolicyRegistry policies = new PolicyRegistry(rows, rings, "object");

    private static Consumer<RingBuilder> devices(int count) {
        return builder -> {
            for (int i = 0; i < count; i++)
                builder.addWithId(
                        Device.of(i, 1, i + 1, "127.0.0.1", 6200, "d" + i, 100).withId(i));
        };
    }

    @Test
    void aPolicyIsMadeWithARingOfItsOwnAndStays() {
        var cold = policies.add("cold", COLD, 6, 1, devices(6));
        var twice = policies.add("twice", new Policy.Copies(2), 6, 1, devices(3));

        assertThat(policies.read())
                .isEqualTo(new PolicyRegistry.Policies(
                        List.of(new Policy(1, "cold", COLD), new Policy(2, "twice", new Policy.Copies(2))), 0));
        assertThat(rings.epochs(cold.ring("object"), 1).getFirst().ring().replicaRows())
                .isEqualTo(6);
        assertThat(rings.epochs(twice.ring("object"), 1).getFirst().ring().replicaRows())
                .isEqualTo(2);
        assertThat(policies.add("COLD", COLD, 6, 1, devices(6))).isEqualTo(cold);
        assertThatThrownBy(() -> policies.add("cold", new Policy.Fragments(8, 3), 6, 1, devices(12)))
                .isInstanceOf(RingRefused.class)
                .hasMessage("Policy cold is there and keeps 4+2, not 8+3");
    }

    @Test
    void fewerDevicesThanFragmentsAreRefusedWithTheReasonAndMayBeTriedAgain() {
        assertThatThrownBy(() -> policies.add("cold", COLD, 6, 1, devices(5)))
                .isInstanceOf(RingRefused.class)
                .hasMessage("The policy needs 6 devices; there are 5");
        assertThat(policies.read().policies()).isEmpty();

        assertThat(policies.add("cold", COLD, 6, 1, devices(6)).number()).isEqualTo(1);
    }

    @Test
    void aRingOfFragmentsNeverShrinksBelowThem() {
        policies.add("cold", COLD, 6, 1, devices(6));
        rings.stage("object-1", builder -> builder.remove(3));

        assertThatThrownBy(() -> rings.apply("object-1"))
                .isInstanceOf(RingRefused.class)
                .hasMessage("The ring keeps fragments on 6 devices; it would have 5 with a weight");

        rings.stage(
                "object-1",
                builder -> builder.addWithId(
                        Device.of(6, 1, 7, "127.0.0.1", 6200, "d6", 100).withId(6)));
        rings.apply("object-1");
        assertThat(rings.epochs("object-1", 1).getFirst().ring().replicaRows()).isEqualTo(6);
    }

    @Test
    void whatACrashLeftOfAPolicyIsTakenUpByTheNextOfItsKindAndPassedByOthers() {
        rings.create("object-1", new RingRegistry.Settings(6, 6, 1, true));

        assertThat(policies.add("twice", new Policy.Copies(2), 6, 1, devices(6)).number())
                .isEqualTo(2);
        assertThat(policies.add("cold", COLD, 6, 1, devices(6)).number()).isEqualTo(3);
    }

    @Test
    void theStandardPolicyIsOneThatIsThere() {
        policies.add("cold", COLD, 6, 1, devices(6));

        policies.standard(1);

        assertThat(policies.read().standard()).isEqualTo(1);
        assertThatThrownBy(() -> policies.standard(7)).isInstanceOf(RingRefused.class);
        policies.standard(0);
        assertThat(policies.read().standard()).isZero();
    }

    @Test
    void kindsReadAsTheyAreWritten() {
        assertThat(Policy.kind("4+2")).isEqualTo(COLD);
        assertThat(Policy.kind("3")).isEqualTo(new Policy.Copies(3));
        assertThat(Policy.text(COLD)).isEqualTo("4+2");
        for (var wrong : List.of("", "0", "4+", "+2", "1+1", "4+9", "33+2", "x", "17"))
            assertThatThrownBy(() -> Policy.kind(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
}
