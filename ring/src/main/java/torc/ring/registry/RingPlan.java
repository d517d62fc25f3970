package torc.ring.registry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
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
/// @param heldBack partition replicas that would move too, had not another one of their partition moved within
///     min_part_hours
/// @param freeIn until all partitions that moved lately may move again
/// @param later partition replicas that a plan after this one will move, since one of a partition moves at a time
public record RingPlan(
        long epoch,
        BuilderState before,
        BuilderState next,
        int moved,
        int removedDevices,
        int heldBack,
        Duration freeIn,
        int later) {
    /// Balance and dispersion afterwards.
    public RingReport report() {
        return new RingBuilder(next).report();
    }

    /// Share of all partition replicas that move, 0 to 1.
    public double movedShare() {
        var all = (1L << next.partPower()) * next.replicas();
        return all == 0 ? 0 : moved / all;
    }

    /// Tells this plan from others: the ring that it begins from, the devices, and where each replica comes to
    /// be. It
    /// is the same for the same plan made at another moment.
    public String number() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(epoch).flip());
            digest.update(next.devices().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            var assignments = ByteBuffer.allocate(next.assignments().length * Integer.BYTES);
            for (var each : next.assignments()) assignments.putInt(each);
            digest.update(assignments.flip());
            return HexFormat.of().formatHex(digest.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
