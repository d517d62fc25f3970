package torc.ring.builder;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import torc.ring.placement.Device;
import torc.ring.placement.Ring;

/// The table of assignments while it is changed: for each replica of each partition a device id, or
/// [#NOBODY]. Laid out like a [Ring]'s: all partitions of replica 0, then of replica 1, and so on; the last
/// row may be short.
final class Table {
    static final int NOBODY = -1;

    private final int partPower;
    private final int[] devices;

    private Table(int partPower, int[] devices) {
        this.partPower = partPower;
        this.devices = devices;
    }

    /// A table in which nothing is assigned.
    static Table empty(int partPower, double replicas) {
        var devices = new int[slots(partPower, replicas)];
        Arrays.fill(devices, NOBODY);
        return new Table(partPower, devices);
    }

    /// @param devices owned by the table from now on
    static Table of(int partPower, int[] devices) {
        return new Table(partPower, devices);
    }

    /// How many partition replicas a ring has; the last replica covers the lowest partitions if it is
    /// fractional.
    static int slots(int partPower, double replicas) {
        var partitions = 1 << partPower;
        return Math.toIntExact((long) Math.floor(replicas) * partitions
                + (long) Math.floor((replicas - Math.floor(replicas)) * partitions));
    }

    Table copy() {
        return new Table(partPower, devices.clone());
    }

    /// A copy of the assignments for another replica count: rows are cut off or begun with nothing
    /// assigned.
    Table resized(double replicas) {
        var resized = Arrays.copyOf(devices, slots(partPower, replicas));
        if (resized.length > devices.length) Arrays.fill(resized, devices.length, resized.length, NOBODY);
        return new Table(partPower, resized);
    }

    /// Twice as many partitions: each becomes two neighbours on the same devices.
    Table doubled() {
        var doubled = new int[Math.multiplyExact(devices.length, 2)];
        for (var slot = 0; slot < doubled.length; slot++) doubled[slot] = devices[slot >> 1];
        return new Table(partPower + 1, doubled);
    }

    int partPower() {
        return partPower;
    }

    int partitions() {
        return 1 << partPower;
    }

    /// Partition replicas in the table.
    int slots() {
        return devices.length;
    }

    int replicasOf(int partition) {
        var whole = devices.length >>> partPower;
        return partition < (devices.length & (partitions() - 1)) ? whole + 1 : whole;
    }

    int get(int partition, int replica) {
        return devices[(replica << partPower) + partition];
    }

    void set(int partition, int replica, int deviceId) {
        devices[(replica << partPower) + partition] = deviceId;
    }

    /// Partition replicas on each device, by device id.
    int[] countByDevice(int deviceSlots) {
        var counts = new int[deviceSlots];
        for (var id : devices) if (id != NOBODY) counts[id]++;
        return counts;
    }

    /// Whether a replica of the partition stands elsewhere than in the other table.
    boolean differs(Table other, int partition) {
        for (var slot = partition; slot < devices.length; slot += partitions())
            if (slot >= other.devices.length || devices[slot] != other.devices[slot]) return true;
        return false;
    }

    /// Partition replicas that stand elsewhere than in the other table; what only one of them has counts if
    /// it is here.
    int differences(Table other) {
        var differences = 0;
        for (var slot = 0; slot < devices.length; slot++)
            if (slot >= other.devices.length || devices[slot] != other.devices[slot]) differences++;
        return differences;
    }

    Ring ring(List<? extends @Nullable Device> ringDevices, long version, OptionalInt nextPartPower) {
        return Ring.of(partPower, ringDevices, devices, version, nextPartPower);
    }

    /// The table's device ids; a copy.
    int[] toArray() {
        return devices.clone();
    }
}
