package torc.tools.rings;

import java.util.ArrayList;
import java.util.List;

/// Says why a plan moves no more than it does.
final class RingReasons {
    private RingReasons() {}

    static List<String> of(RingAnswer plan) {
        var reasons = new ArrayList<String>();
        var rule = "of a partition one replica moves within " + plan.minPartHours() + " h (min_part_hours)";
        if (plan.heldBack() > 0)
            reasons.add("%d more replicas are held back: %s, and theirs have moved. All may move again in %s."
                    .formatted(plan.heldBack(), rule, minutes(plan.freeInSeconds())));
        if (plan.later() > 0)
            reasons.add("%d replicas are left to a plan after this one: %s. Plan and apply again in %d h."
                    .formatted(plan.later(), rule, Math.max(1, plan.minPartHours())));
        if (plan.moved() == 0 && reasons.isEmpty()) reasons.add("Nothing is to be moved: every device has its share.");
        return reasons;
    }

    private static String minutes(long seconds) {
        return Math.max(1, (seconds + 59) / 60) + " min";
    }
}
