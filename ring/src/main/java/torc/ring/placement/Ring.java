package torc.ring.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import torc.common.id.Id128;

/// Which devices hold which partition: an immutable value, safe for any thread.
///
/// There are 2^[#partPower()] partitions. An id or a hash belongs to the partition that its top bits name.
/// Every partition has [#replicasOf] replicas; where the replica count is fractional, the lowest partitions
/// have one more than the others. [torc.ring.builder.RingBuilder] makes rings, [torc.ring.file.RingFile]
/// keeps them.
public final class Ring {
    /// Bounds the table of assignments; far beyond what any cluster needs (256 partitions on each of a
    /// million disks).
    public static final int MAX_PART_POWER = 28;

    private final int partPower;
    private final int partitionMask;
    private final int nextPartPower;
    private final long version;
    private final @Nullable Device[] devices;

    /// Device ids, replica by replica: the device of (partition, replica) stands at `replica << partPower |
    /// partition`. The last replica may be short.
    private final int[] assignments;

    private final FailureDomains domains;

    /// @param devices at each index the device with that id, or null where there is none
    /// @param assignments device ids, all partitions of replica 0, then of replica 1, and so on; copied
    /// @param nextPartPower the part power that an increase under way leads to, if there is one
    /// @throws IllegalArgumentException if an assignment names no device or the table is shorter than one
    /// replica
    public static Ring of(
            int partPower,
            List<? extends @Nullable Device> devices,
            int[] assignments,
            long version,
            OptionalInt nextPartPower) {
        return new Ring(
                partPower, devices.toArray(Device[]::new), assignments.clone(), version, nextPartPower.orElse(-1));
    }

    private Ring(int partPower, @Nullable Device[] devices, int[] assignments, long version, int nextPartPower) {
        if (partPower < 0 || partPower > MAX_PART_POWER)
            throw new IllegalArgumentException("a part power is 0 to " + MAX_PART_POWER + ": " + partPower);
        if (assignments.length < 1 << partPower)
            throw new IllegalArgumentException(assignments.length + " assignments for 2^" + partPower + " partitions");
        for (var id = 0; id < devices.length; id++) {
            var device = devices[id];
            if (device != null && device.id() != id)
                throw new IllegalArgumentException("device " + device.id() + " stands at index " + id);
        }
        for (var id : assignments)
            if (id < 0 || id >= devices.length || devices[id] == null)
                throw new IllegalArgumentException("an assignment names device " + id + ", which is not in the ring");
        this.partPower = partPower;
        this.partitionMask = (1 << partPower) - 1;
        this.nextPartPower = nextPartPower;
        this.version = version;
        this.devices = devices;
        this.assignments = assignments;
        this.domains = FailureDomains.of(devices, assignments);
    }

    /// The partition of an id: its top bits.
    public int partitionOf(Id128 id) {
        // Two shifts, because one by 64 would be one by 0.
        return (int) (id.high() >>> 1 >>> (63 - partPower));
    }

    /// The partition of a name's hash, as Swift counts it: the top bits of the first four bytes,
    /// big-endian.
    ///
    /// @param md5 at least four bytes
    public int partitionOfHash(byte[] md5) {
        var head = (md5[0] & 0xff) << 24 | (md5[1] & 0xff) << 16 | (md5[2] & 0xff) << 8 | (md5[3] & 0xff);
        return head >>> 1 >>> (31 - partPower);
    }

    /// The device that holds a replica of a partition. Two array reads, no allocation.
    ///
    /// @param replica from 0, less than [#replicasOf] this partition
    /// @throws IndexOutOfBoundsException if there is no such partition or replica
    public Device device(int partition, int replica) {
        var device = devices[deviceId(partition, replica)];
        if (device == null) throw new IllegalStateException("no device for partition " + partition);
        return device;
    }

    /// The id of the device that holds a replica of a partition.
    ///
    /// @throws IndexOutOfBoundsException if there is no such partition or replica
    public int deviceId(int partition, int replica) {
        if ((partition & ~partitionMask) != 0) throw new IndexOutOfBoundsException("partition " + partition);
        return assignments[(replica << partPower) + partition];
    }

    /// How many replicas this partition has.
    public int replicasOf(int partition) {
        var whole = assignments.length >>> partPower;
        return partition < (assignments.length & partitionMask) ? whole + 1 : whole;
    }

    /// The devices of a partition, each once, in the order of its replicas.
    public List<Device> primaries(int partition) {
        var primaries = new ArrayList<Device>(replicaRows());
        for (int replica = 0, count = replicasOf(partition); replica < count; replica++) {
            var device = device(partition, replica);
            if (!primaries.contains(device)) primaries.add(device);
        }
        return primaries;
    }

    /// The other devices, in the order in which they stand in for a partition's own: first one in each
    /// region that holds no replica yet, then in each such zone, then on each such server, then all that
    /// are left. The order is the same as Swift's. Found lazily: nothing is searched before it is asked
    /// for. Devices without any partition never appear.
    public Iterable<Device> handoffs(int partition) {
        return () -> new Handoffs(this, domains, partition);
    }

    public int partPower() {
        return partPower;
    }

    public int partitionCount() {
        return 1 << partPower;
    }

    /// Replicas of a partition on average; fractional if the last replica covers some partitions only.
    public double replicaCount() {
        return (double) assignments.length / partitionCount();
    }

    /// Rows of the table of assignments: the replica count, rounded up.
    public int replicaRows() {
        return (assignments.length + partitionMask) >>> partPower;
    }

    /// Grows with every change of the builder that made the ring; 0 if the ring does not say.
    public long version() {
        return version;
    }

    /// The part power that an increase under way leads to.
    public OptionalInt nextPartPower() {
        return nextPartPower < 0 ? OptionalInt.empty() : OptionalInt.of(nextPartPower);
    }

    /// All devices, by ascending id.
    public List<Device> devices() {
        var present = new ArrayList<Device>(devices.length);
        for (var device : devices) if (device != null) present.add(device);
        return present;
    }

    /// The device with an id.
    public Optional<Device> deviceWithId(int id) {
        return id < 0 || id >= devices.length ? Optional.empty() : Optional.ofNullable(devices[id]);
    }

    /// One more than the highest device id that the ring has room for.
    public int deviceSlots() {
        return devices.length;
    }

    /// The table of assignments, a copy in the layout of [#of].
    public int[] assignments() {
        return assignments.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ring ring
                && partPower == ring.partPower
                && nextPartPower == ring.nextPartPower
                && version == ring.version
                && Arrays.equals(devices, ring.devices)
                && Arrays.equals(assignments, ring.assignments);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(assignments) * 31 + Arrays.hashCode(devices);
    }

    @Override
    public String toString() {
        return "Ring[version=" + version + ", partitions=" + partitionCount() + ", replicas=" + replicaCount()
                + ", devices=" + devices().size() + "]";
    }
}
