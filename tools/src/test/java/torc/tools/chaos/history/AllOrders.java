package torc.tools.chaos.history;

import java.util.ArrayList;
import java.util.List;

/// The definition of linearizability, tried in full: for a few operations only.
final class AllOrders {
    private AllOrders() {}

    static boolean allow(List<Operation> history) {
        return search(new ArrayList<>(history), Mark.ABSENT);
    }

    private static boolean search(List<Operation> left, long state) {
        if (left.stream().noneMatch(each -> each.outcome() == Outcome.KNOWN)) return true;
        for (var next : left) {
            if (!mayComeNext(next, left)) continue;
            var after = next.step().from(state);
            var rest = new ArrayList<>(left);
            rest.remove(next);
            if (after != Step.IMPOSSIBLE && search(rest, after)) return true;
            if (next.outcome() == Outcome.UNKNOWN && search(rest, state)) return true;
        }
        return false;
    }

    private static boolean mayComeNext(Operation next, List<Operation> left) {
        return left.stream()
                .filter(other -> other.outcome() == Outcome.KNOWN)
                .noneMatch(other -> other.returned() < next.invoked());
    }
}
