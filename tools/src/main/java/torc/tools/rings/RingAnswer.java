package torc.tools.rings;

import java.util.List;

/// A ring as it is, and as it would be with what is staged.
///
/// @param epoch of the ring in use; 0 if none was applied yet
/// @param replicas copies in use
/// @param staged whether changes wait to be applied
/// @param balance the greatest difference of a device from its share, in percent
/// @param dispersion share of partitions that could be spread better, in percent
/// @param moved partition replicas that a plan moves, or that were moved; 0 where nothing was planned
/// @param movedBytes about as many bytes
/// @param seconds about as long, at the rate that repair may read
/// @param plan number of the plan, to apply it by; empty where nothing was planned
/// @param heldBack replicas that would move too, had not another one of their partition moved lately
/// @param freeInSeconds until all partitions may move again
/// @param later replicas that a plan after this one will move
/// @param minPartHours within which one replica of a partition moves
/// @param history the epochs that are kept, the newest first
record RingAnswer(
        String ring,
        long epoch,
        int partitions,
        double replicas,
        boolean staged,
        double balance,
        double dispersion,
        List<DeviceView> devices,
        int moved,
        long movedBytes,
        long seconds,
        String plan,
        int heldBack,
        long freeInSeconds,
        int later,
        int minPartHours,
        List<EpochView> history) {
    /// A device in a ring.
    ///
    /// @param partitions replicas on it
    /// @param change empty, or what is staged: `added`, `removed`, `weight`
    record DeviceView(int id, String node, String device, int zone, double weight, int partitions, String change) {}

    /// An epoch.
    record EpochView(long epoch, int devices, double replicas, double balance) {}
}
