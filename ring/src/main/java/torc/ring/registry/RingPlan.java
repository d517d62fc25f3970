package torc.ring.registry;

import torc.ring.builder.BuilderState;
import torc.ring.builder.RingBuilder;
import torc.ring.builder.RingReport;

/// What applying the staged changes does to a ring.
///
/// @param epoch from which it begins
/// @param before the ring at that epoch
/// @param next the ring afterwards
/// @param moved partition replicas that get another device, or their first
/// @param removedDevices devices that leave
public record RingPlan(long epoch, BuilderState before, BuilderState next, int moved, int removedDevices) {
    /// Balance and dispersion afterwards.
    public RingReport report() {
        return new RingBuilder(next).report();
    }

    /// Share of all partition replicas that move, 0 to 1.
    public double movedShare() {
        var all = (1L << next.partPower()) * next.replicas();
        return all == 0 ? 0 : moved / all;
    }
}
