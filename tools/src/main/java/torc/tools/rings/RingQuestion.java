package torc.tools.rings;

import java.util.List;

/// What is asked of a node about a ring.
///
/// @param verb what to do
/// @param ring name of the ring
/// @param devices what to do it to: `node/device`, or `node` for all of a node's; empty means all where that
/// makes sense
/// @param weight for [Verb#SET_WEIGHT]
/// @param hours for [Verb#SET_MIN_PART_HOURS]
/// @param epoch for [Verb#REVERT]
/// @param plan for [Verb#APPLY]: number of the plan that was seen; empty for whatever the plan is
record RingQuestion(Verb verb, String ring, List<String> devices, double weight, int hours, long epoch, String plan) {
    /// What can be asked.
    enum Verb {
        SHOW,
        ADD,
        SET_WEIGHT,
        SET_MIN_PART_HOURS,
        REMOVE,
        FORGET,
        PLAN,
        APPLY,
        HISTORY,
        REVERT
    }

    RingQuestion {
        devices = List.copyOf(devices);
        if (devices.size() > 1000) throw new IllegalArgumentException("at most 1000 devices at once");
        if (!plan.matches("[0-9a-f]{0,64}")) throw new IllegalArgumentException("no number of a plan");
        if (!ring.matches("[a-z0-9-]{1,63}")) throw new IllegalArgumentException("no name of a ring");
        if (!(weight >= 0 && weight <= 1e9)) throw new IllegalArgumentException("a weight is 0 to 10^9");
    }
}
