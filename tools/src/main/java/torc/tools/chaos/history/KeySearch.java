package torc.tools.chaos.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks for an order of the operations on one key: Wing and Gong, "Testing and verifying concurrent objects"
/// (1993),
/// with the memory of Lowe, "Testing for linearizability" (2017), section 3: what was done and the state that it
/// left
/// are never tried twice.
///
/// We differ in operations of unknown outcome. They need not be placed at all, so each is placed only where a
/// known one
/// needs it: never before one that overwrites it.
final class KeySearch {
    private static final int MOST_UNKNOWN = 63;

    private final Operation[] known;
    private final Operation[] unknown;
    private final int mostStates;

    private final BitSet placed = new BitSet();
    private final Map<Position, List<Long>> seen = new HashMap<>();
    private int states;
    private final List<Choice> path = new ArrayList<>();
    private int prefix;
    private int placedKnown;
    private long placedUnknown;
    private long state = Mark.ABSENT;
    private int furthest = -1;
    private List<Operation> stuck = List.of();
    private int stuckAt;

    /// A place in the search, but for the unknown operations that were placed on the way to it. Of the known ones, all
    /// before `prefix` are done, and those in `beyond`.
    ///
    /// @param afterUnknown whether the last step was an unknown one, after which less may follow
    private record Position(long state, int prefix, BitSet beyond, boolean afterUnknown) {}

    /// A step that was taken, and what to go back to.
    private record Choice(int operation, boolean isKnown, long stateBefore, List<Integer> rest) {}

    KeySearch(List<Operation> operations, int mostStates) {
        this.known = sorted(operations, Outcome.KNOWN);
        this.unknown = sorted(operations, Outcome.UNKNOWN);
        this.mostStates = mostStates;
    }

    private static Operation[] sorted(List<Operation> operations, Outcome outcome) {
        return operations.stream()
                .filter(each -> each.outcome() == outcome)
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toArray(Operation[]::new);
    }

    Judgement judge() {
        if (unknown.length > MOST_UNKNOWN) return new Judgement.Undecided(0);
        var candidates = candidates();
        while (placedKnown < known.length) {
            if (states > mostStates) return new Judgement.Undecided(states);
            if (candidates.isEmpty()) {
                if (path.isEmpty()) return violation();
                candidates = back();
            } else {
                var candidate = candidates.removeLast();
                if (take(candidate, candidates)) candidates = candidates();
            }
        }
        return new Judgement.Linearizable();
    }

    /// What may come next, the likeliest last: known ones by their number, unknown ones by their number's
    /// complement.
    private List<Integer> candidates() {
        var earliestEnd = Long.MAX_VALUE;
        var open = new ArrayList<Integer>();
        for (int i = prefix; i < known.length && known[i].invoked() <= earliestEnd; i++) {
            if (placed.get(i)) continue;
            earliestEnd = Math.min(earliestEnd, known[i].returned());
            open.add(i);
        }
        noteStuck(open);
        var mayOverwrite = path.isEmpty() || path.getLast().isKnown();
        var found = new ArrayList<Integer>();
        for (int u = 0; u < unknown.length && unknown[u].invoked() <= earliestEnd; u++)
            if ((placedUnknown & 1L << u) == 0
                    && (mayOverwrite || !unknown[u].step().overwrites())) found.add(~u);
        open.sort(Comparator.comparingLong((Integer i) -> known[i].returned()).reversed());
        for (var i : open) if (mayOverwrite || !known[i].step().overwrites()) found.add(i);
        return found;
    }

    private void noteStuck(List<Integer> open) {
        if (placedKnown <= furthest) return;
        furthest = placedKnown;
        stuckAt = prefix;
        stuck = open.stream().map(i -> known[i]).toList();
    }

    private boolean take(int candidate, List<Integer> rest) {
        var isKnown = candidate >= 0;
        var number = isKnown ? candidate : ~candidate;
        var next = (isKnown ? known : unknown)[number].step().from(state);
        // An unknown operation that changes nothing need not be placed.
        if (next == Step.IMPOSSIBLE || (!isKnown && next == state)) return false;
        var choice = new Choice(number, isKnown, state, rest);
        mark(choice, true);
        state = next;
        if (isNew(!isKnown)) {
            path.add(choice);
            return true;
        }
        mark(choice, false);
        state = choice.stateBefore();
        return false;
    }

    /// Whether nobody has come here before with the same unknown operations to spare, or more.
    private boolean isNew(boolean afterUnknown) {
        var beyond = placed.get(prefix, known.length);
        if (afterUnknown && isCovered(seen.get(new Position(state, prefix, beyond, false)))) return false;
        var before = seen.computeIfAbsent(new Position(state, prefix, beyond, afterUnknown), _ -> new ArrayList<>(1));
        if (isCovered(before)) return false;
        before.add(placedUnknown);
        states++;
        return true;
    }

    private boolean isCovered(@Nullable List<Long> before) {
        if (before == null) return false;
        for (var spent : before) if ((spent & ~placedUnknown) == 0) return true;
        return false;
    }

    private List<Integer> back() {
        var last = path.removeLast();
        mark(last, false);
        state = last.stateBefore();
        return last.rest();
    }

    private void mark(Choice choice, boolean done) {
        if (!choice.isKnown()) {
            placedUnknown ^= 1L << choice.operation();
            return;
        }
        placed.set(choice.operation(), done);
        placedKnown += done ? 1 : -1;
        prefix = done ? placed.nextClearBit(prefix) : Math.min(prefix, choice.operation());
    }

    private Judgement violation() {
        var from = Math.max(0, stuckAt - 12);
        var last = stuck.stream().mapToLong(Operation::returned).max().orElse(0);
        var first = from < known.length ? known[from].invoked() : 0;
        var around = new ArrayList<Operation>();
        for (var each : known) if (each.returned() >= first && each.invoked() <= last) around.add(each);
        for (var each : unknown) if (each.invoked() <= last) around.add(each);
        around.sort(Comparator.comparingLong(Operation::invoked));
        return new Judgement.Violation(stuck, around);
    }
}
