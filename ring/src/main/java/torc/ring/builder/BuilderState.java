package torc.ring.builder;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import torc.ring.placement.Device;

/// All that a builder remembers, as a value that a file can hold.
///
/// @param id tells this builder from others, 32 hexadecimal digits
/// @param version grows with every change
/// @param nextPartPower what an increase under way leads to, or -1; equal to `partPower` once it has been
/// increased
/// @param devices at each index the device with that id, or null where there is none
/// @param removed ids of devices that leave at the next rebalance
/// @param changed whether devices or replicas were changed since the last rebalance
/// @param assignments the table in the layout of [torc.ring.placement.Ring#of], empty before the first
/// rebalance
/// @param movedAtMinute for each partition when a replica of it last moved, in minutes since 1970; 0 for
/// long ago
public record BuilderState(
        String id,
        long version,
        int partPower,
        int nextPartPower,
        double replicas,
        int minPartHours,
        double overload,
        List<@Nullable Device> devices,
        SortedSet<Integer> removed,
        boolean changed,
        int[] assignments,
        int[] movedAtMinute) {
    public BuilderState {
        if (movedAtMinute.length != 1 << partPower)
            throw new IllegalArgumentException(movedAtMinute.length + " times for 2^" + partPower + " partitions");
        for (var assigned : assignments)
            if (assigned < 0 || assigned >= devices.size() || devices.get(assigned) == null)
                throw new IllegalArgumentException("an assignment names device " + assigned + ", which is not there");
        for (var each : removed)
            if (each < 0 || each >= devices.size() || devices.get(each) == null)
                throw new IllegalArgumentException("device " + each + " is to be removed but is not there");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BuilderState state
                && id.equals(state.id)
                && version == state.version
                && partPower == state.partPower
                && nextPartPower == state.nextPartPower
                && replicas == state.replicas
                && minPartHours == state.minPartHours
                && overload == state.overload
                && devices.equals(state.devices)
                && removed.equals(state.removed)
                && changed == state.changed
                && Arrays.equals(assignments, state.assignments)
                && Arrays.equals(movedAtMinute, state.movedAtMinute);
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + Long.hashCode(version);
    }
}
