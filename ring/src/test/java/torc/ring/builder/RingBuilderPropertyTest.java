package torc.ring.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

class RingBuilderPropertyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final int PART_POWER = 8;

    /// Every tier holds its average of each partition, rounded, and every device its quota, rounded.
    @Property(tries = 150)
    void aNewRingIsExactlyAsPlanned(
            @ForAll @IntRange(min = 1, max = 3) int regions,
            @ForAll @IntRange(min = 1, max = 4) int zones,
            @ForAll @IntRange(min = 1, max = 5) int servers,
            @ForAll @DoubleRange(min = 1, max = 4) double replicas,
            @ForAll @DoubleRange(min = 0, max = 1) double overload,
            @ForAll long seed) {
        var devices = devices(regions, zones, servers, seed);
        if (devices.size() < replicas) return;
        var builder = builder(devices, replicas, overload);

        builder.rebalance(seed, NOW);

        assertPlanned(builder, devices, replicas, overload);
    }

    private static void assertPlanned(RingBuilder builder, List<Device> devices, double replicas, double overload) {
        var ring = builder.ring().orElseThrow();
        var tree = new TierTree(devices);
        var plan = new ReplicaPlan(tree, replicas, overload);
        var counts = new int[tree.size()];
        for (var partition = 0; partition < ring.partitionCount(); partition++) {
            var inTier = new int[tree.size()];
            for (var replica = 0; replica < ring.replicasOf(partition); replica++)
                for (var node = tree.nodeOfDevice(ring.deviceId(partition, replica));
                        node >= 0;
                        node = tree.parent(node)) inTier[node]++;
            for (var node = 0; node < inTier.length; node++) {
                assertThat(inTier[node]).isBetween(plan.least(node), plan.most(node));
                counts[node] += inTier[node];
            }
        }
        for (var leaf : tree.leaves())
            assertThat((double) counts[leaf])
                    .isBetween(
                            plan.target(leaf) * ring.partitionCount() - 1.001,
                            plan.target(leaf) * ring.partitionCount() + 1.001);
    }

    @Property(tries = 150)
    void aChangeMovesLittleMoreThanWhatTheQuotasAskFor(
            @ForAll @IntRange(min = 3, max = 4) int zones,
            @ForAll @IntRange(min = 1, max = 5) int servers,
            @ForAll @IntRange(min = 0, max = 3) int change,
            @ForAll long seed) {
        var devices = devices(1, zones, servers, seed);
        var builder = builder(devices, 3, 0);
        builder.rebalance(seed, NOW);
        var before = builder.ring().orElseThrow();
        var random = new Random(seed);
        for (var each = 0; each <= change; each++) change(builder, random, each);

        var outcome = builder.rebalance(seed, NOW.plus(Duration.ofHours(1)));

        var after = builder.ring().orElseThrow();
        var needed = 0;
        for (var id = 0; id < after.deviceSlots(); id++) needed += Math.max(0, held(after, id) - held(before, id));
        assertThat(builder.report().faults()).isEmpty();
        assertThat(outcome.moved()).isBetween(needed, needed + needed / 2 + 40);
    }

    @Property(tries = 100)
    void rebalancingAgainAndAgainReachesThePlannedBalance(
            @ForAll @IntRange(min = 3, max = 4) int zones,
            @ForAll @IntRange(min = 1, max = 5) int servers,
            @ForAll @DoubleRange(min = 0, max = 0.5) double overload,
            @ForAll long seed) {
        var builder = builder(devices(1, zones, servers, seed), 3, overload);
        builder.rebalance(seed, NOW);
        var random = new Random(seed);
        for (var each = 0; each < 3; each++) change(builder, random, each);

        for (var each = 1; each <= 4; each++) builder.rebalance(seed + each, NOW.plus(Duration.ofHours(each)));

        var devices = builder.devices();
        var tree = new TierTree(devices);
        var plan = new ReplicaPlan(tree, 3, overload);
        for (var device : devices)
            assertThat((double) builder.report().partitions(device))
                    .isCloseTo(plan.target(tree.nodeOfDevice(device.id())) * (1 << PART_POWER), Offset.offset(1.001));
    }

    private static int held(Ring ring, int deviceId) {
        var held = 0;
        for (var assigned : ring.assignments()) if (assigned == deviceId) held++;
        return held;
    }

    private static void change(RingBuilder builder, Random random, int kind) {
        var devices = builder.devices();
        var device = devices.get(random.nextInt(devices.size()));
        switch (kind) {
            case 0 -> builder.add(device.withWeight(50 + random.nextInt(100)));
            case 1 -> builder.change(device.withWeight(device.weight() * 1.5));
            case 2 -> {
                if (devices.size() > 6) builder.remove(device.id());
            }
            default -> builder.add(Device.of(0, 1, 9, "10.9.9.9", 6200, "new", 30));
        }
    }

    private static RingBuilder builder(List<Device> devices, double replicas, double overload) {
        var builder = new RingBuilder(ID, PART_POWER, replicas, 1);
        builder.setOverload(overload);
        devices.forEach(builder::add);
        return builder;
    }

    private static List<Device> devices(int regions, int zones, int servers, long seed) {
        var random = new Random(seed);
        var devices = new ArrayList<Device>();
        for (var region = 0; region < regions; region++)
            for (var zone = 0; zone < zones; zone++)
                for (var server = 0; server < servers; server++)
                    for (var disk = 0; disk <= random.nextInt(4); disk++)
                        devices.add(Device.of(
                                devices.size(),
                                region,
                                zone,
                                "10." + region + "." + zone + "." + server,
                                6200,
                                "sd" + disk,
                                50 + random.nextInt(100)));
        return devices;
    }
}
