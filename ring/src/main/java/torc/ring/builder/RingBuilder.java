package torc.ring.builder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// Makes a ring and changes it: devices come, go and change weight, and a rebalance moves the fewest
/// replicas that the change needs. Not safe for several threads.
public final class RingBuilder {
    private static final String ALGORITHM = "L64X128MixRandom";
    private static final int NO_NEXT = -1;

    private final String id;
    private long version;
    private int nextPartPower = NO_NEXT;
    private double replicas;
    private int minPartHours;
    private double overload;
    private boolean changed;
    private final List<@Nullable Device> devices = new ArrayList<>();
    private final SortedSet<Integer> removed = new TreeSet<>();
    private Table table;
    private boolean assigned;
    private int[] movedAtMinute;

    /// What a rebalance did.
    ///
    /// @param moved partition replicas that now stand on another device, or on one for the first time
    /// @param removedDevices devices that left the ring
    public record Outcome(int moved, int removedDevices) {}

    /// @param id 32 hexadecimal digits that no other builder has
    /// @param replicas at least 1; may be fractional
    /// @throws RingRefused if a figure is out of its range
    public RingBuilder(String id, int partPower, double replicas, int minPartHours) {
        if (partPower < 0 || partPower > Ring.MAX_PART_POWER)
            throw new RingRefused("part_power must be 0 to " + Ring.MAX_PART_POWER + " (was " + partPower + ")");
        this.id = id;
        this.replicas = checkedReplicas(replicas);
        this.minPartHours = checkedHours(minPartHours);
        this.table = Table.empty(partPower, replicas);
        this.movedAtMinute = new int[1 << partPower];
    }

    /// A builder as it was when [#state] was taken.
    public RingBuilder(BuilderState state) {
        this(state.id(), state.partPower(), state.replicas(), state.minPartHours());
        version = state.version();
        nextPartPower = state.nextPartPower();
        overload = state.overload();
        changed = state.changed();
        devices.addAll(state.devices());
        removed.addAll(state.removed());
        assigned = state.assignments().length > 0;
        if (assigned) table = Table.of(state.partPower(), state.assignments().clone());
        movedAtMinute = state.movedAtMinute().clone();
    }

    /// A builder that goes on from a ring, where the ring's own builder is lost. What only the builder knew
    /// starts anew: no partition counts as moved lately, and there is no overload.
    public static RingBuilder from(Ring ring, String id, int minPartHours) {
        var builder = new RingBuilder(id, ring.partPower(), ring.replicaCount(), minPartHours);
        builder.version = ring.version();
        builder.nextPartPower = ring.nextPartPower().orElse(NO_NEXT);
        for (var slot = 0; slot < ring.deviceSlots(); slot++)
            builder.devices.add(ring.deviceWithId(slot).orElse(null));
        builder.table = Table.of(ring.partPower(), ring.assignments());
        builder.assigned = true;
        return builder;
    }

    /// A balanced ring of these devices, for those that need nothing but one.
    ///
    /// @param devices with distinct ids, small ones
    /// @param replicas at least 1; may be fractional
    /// @param seed the same devices and seed make the same ring
    /// @throws RingRefused if there are fewer devices with a weight than replicas
    public static Ring build(List<Device> devices, int partPower, double replicas, long seed) {
        var builder = new RingBuilder("0".repeat(32), partPower, replicas, 0);
        for (var device : devices) builder.addWithId(device);
        builder.rebalance(seed, Instant.EPOCH);
        return builder.ring().orElseThrow();
    }

    /// Adds a device under the lowest free id, whatever id it has.
    ///
    /// @return the device's id
    public int add(Device device) {
        var free = devices.indexOf(null);
        var newId = free < 0 ? devices.size() : free;
        addWithId(device.withId(newId));
        return newId;
    }

    /// Adds a device under its own id.
    ///
    /// @throws RingRefused if the id is in use
    public void addWithId(Device device) {
        while (devices.size() <= device.id()) devices.add(null);
        if (devices.get(device.id()) != null) throw new RingRefused("Duplicate device id: " + device.id());
        devices.set(device.id(), device);
        touch();
    }

    /// Marks a device for removal: its partitions go elsewhere at the next rebalance, whatever has moved
    /// lately.
    public void remove(int deviceId) {
        devices.set(deviceId, device(deviceId).withWeight(0));
        removed.add(deviceId);
        touch();
    }

    /// Replaces a device's description; the id stays.
    ///
    /// @throws RingRefused if the device is marked for removal and its weight, region or zone would change
    public void change(Device device) {
        var old = device(device.id());
        var moves = old.weight() != device.weight() || old.region() != device.region() || old.zone() != device.zone();
        if (moves && removed.contains(device.id()))
            throw new RingRefused("Can not change dev_id " + device.id() + " because it is marked for removal");
        devices.set(device.id(), device);
        if (moves) touch();
    }

    private void touch() {
        changed = true;
        version++;
    }

    /// Takes effect at the next rebalance.
    public void setReplicas(double newReplicas) {
        checkedReplicas(newReplicas);
        if (Table.slots(partPower(), newReplicas) != Table.slots(partPower(), replicas)) changed = true;
        replicas = newReplicas;
    }

    public void setMinPartHours(int hours) {
        minPartHours = checkedHours(hours);
    }

    /// @param newOverload the greatest share by which a device may hold more than its weight says; 0.1 is
    /// ten percent
    public void setOverload(double newOverload) {
        if (!(newOverload >= 0)) throw new RingRefused("Overload must be non-negative.");
        overload = newOverload;
    }

    private static double checkedReplicas(double replicas) {
        if (!(replicas >= 1) || replicas > 1_000)
            throw new RingRefused("replicas must be at least 1 (was " + replicas + ")");
        return replicas;
    }

    private static int checkedHours(int hours) {
        if (hours < 0 || hours > 100_000)
            throw new RingRefused("min_part_hours must be non-negative (was " + hours + ")");
        return hours;
    }

    /// Forgets when partitions moved, so that all of them may move again.
    public void pretendMinPartHoursPassed() {
        Arrays.fill(movedAtMinute, 0);
    }

    /// Assigns what has no device and moves what the devices' weights and tiers ask for.
    ///
    /// @param seed the same builder and seed come to the same ring
    /// @throws RingRefused if there are fewer devices with a weight than replicas; nothing is changed then
    public Outcome rebalance(long seed, Instant now) {
        var present = new ArrayList<>(devices());
        present.removeIf(device -> removed.contains(device.id()));
        var weighted = present.stream().filter(device -> device.weight() > 0).count();
        if (weighted < replicas)
            throw new RingRefused("Replica count of " + replicas + " requires more than " + weighted + " devices");
        var tree = new TierTree(present);
        var plan = new ReplicaPlan(tree, replicas, overload);
        var before = table;
        table = table.resized(replicas);
        var minute = (int) (now.getEpochSecond() / 60);
        var settled = movedLately(minute);
        if (assigned) dropRemoved(settled);
        var held = Wanted.held(tree, table);
        var quotas = plan.quotas(table.slots(), table.partitions(), held);
        var random = RandomGeneratorFactory.of(ALGORITHM).create(seed);
        var spread = new Spread(table, tree, plan);
        if (assigned) new Rebalance(table, tree, spread, new Wanted(tree, quotas, held), settled, random).run();
        else new FirstAssignment(table, spread, random).assign(tree, quotas);
        assigned = true;
        return finish(before, minute);
    }

    private BitSet movedLately(int minute) {
        var lately = new BitSet();
        for (var partition = 0; partition < movedAtMinute.length; partition++)
            if (movedAtMinute[partition] > 0 && minute - movedAtMinute[partition] < minPartHours * 60L)
                lately.set(partition);
        return lately;
    }

    private void dropRemoved(BitSet settled) {
        if (removed.isEmpty()) return;
        for (var partition = 0; partition < table.partitions(); partition++)
            for (int replica = 0, count = table.replicasOf(partition); replica < count; replica++)
                if (removed.contains(table.get(partition, replica))) {
                    table.set(partition, replica, Table.NOBODY);
                    settled.set(partition);
                }
    }

    private Outcome finish(Table before, int minute) {
        for (var partition = 0; partition < table.partitions(); partition++)
            if (table.differs(before, partition)) movedAtMinute[partition] = minute;
        var removedDevices = removed.size();
        for (var each : removed) devices.set(each, null);
        removed.clear();
        while (!devices.isEmpty() && devices.getLast() == null) devices.removeLast();
        changed = false;
        version++;
        return new Outcome(table.differences(before), removedDevices);
    }

    /// Starts an increase of the part power by one: from now on the next partition of every id is known.
    ///
    /// @return false if an increase is under way already
    public boolean prepareIncreasePartPower() {
        if (nextPartPower != NO_NEXT) return false;
        if (partPower() == Ring.MAX_PART_POWER) throw new RingRefused("part_power is at its greatest already");
        nextPartPower = partPower() + 1;
        version++;
        return true;
    }

    /// Doubles the partitions: each becomes two on the same devices.
    ///
    /// @return false if the increase was not prepared or has been done
    public boolean increasePartPower() {
        if (nextPartPower != partPower() + 1) return false;
        table = table.doubled();
        var doubled = new int[movedAtMinute.length * 2];
        for (var each = 0; each < doubled.length; each++) doubled[each] = movedAtMinute[each >> 1];
        movedAtMinute = doubled;
        version++;
        return true;
    }

    /// Gives up a prepared increase.
    ///
    /// @return false if there is none, or it has been done
    public boolean cancelIncreasePartPower() {
        if (nextPartPower != partPower() + 1) return false;
        nextPartPower = partPower();
        version++;
        return true;
    }

    /// Ends an increase that was done or given up.
    ///
    /// @return false if there is none
    public boolean finishIncreasePartPower() {
        if (nextPartPower != partPower()) return false;
        nextPartPower = NO_NEXT;
        version++;
        return true;
    }

    public String id() {
        return id;
    }

    public long version() {
        return version;
    }

    public int partPower() {
        return table.partPower();
    }

    public OptionalInt nextPartPower() {
        return nextPartPower == NO_NEXT ? OptionalInt.empty() : OptionalInt.of(nextPartPower);
    }

    public int partitionCount() {
        return table.partitions();
    }

    public double replicas() {
        return replicas;
    }

    public int minPartHours() {
        return minPartHours;
    }

    public double overload() {
        return overload;
    }

    /// Whether devices or replicas were changed since the last rebalance.
    public boolean changed() {
        return changed;
    }

    /// How long until every partition may move again.
    public Duration minPartHoursLeft(Instant now) {
        var last = Arrays.stream(movedAtMinute).max().orElse(0);
        if (last == 0) return Duration.ZERO;
        var left = Duration.between(now, Instant.ofEpochSecond(last * 60L).plus(Duration.ofHours(minPartHours)));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// All devices by ascending id, with those marked for removal.
    public List<Device> devices() {
        var present = new ArrayList<Device>();
        for (var device : devices) if (device != null) present.add(device);
        return present;
    }

    private Device device(int deviceId) {
        var device = deviceId < 0 || deviceId >= devices.size() ? null : devices.get(deviceId);
        if (device == null) throw new RingRefused("There is no device with id " + deviceId);
        return device;
    }

    public boolean markedForRemoval(int deviceId) {
        return removed.contains(deviceId);
    }

    /// What the ring is like now, compared to what its devices' weights and tiers ask for.
    public RingReport report() {
        return new RingReport(devices(), table, replicas, assigned);
    }

    /// The least overload with which replicas are spread as far as the devices allow; 0 if there are too
    /// few devices.
    public double requiredOverload() {
        var present = new ArrayList<>(devices());
        present.removeIf(device -> device.weight() <= 0);
        return present.size() < replicas ? 0 : new ReplicaPlan(new TierTree(present), replicas, 0).requiredOverload();
    }

    /// The ring as it is now, unless nothing was ever assigned.
    public Optional<Ring> ring() {
        return assigned ? Optional.of(table.ring(devices, version, nextPartPower())) : Optional.empty();
    }

    /// All that the builder remembers.
    public BuilderState state() {
        return new BuilderState(
                id,
                version,
                partPower(),
                nextPartPower,
                replicas,
                minPartHours,
                overload,
                new ArrayList<>(devices),
                new TreeSet<>(removed),
                changed,
                assigned ? table.toArray() : new int[0],
                movedAtMinute.clone());
    }
}
