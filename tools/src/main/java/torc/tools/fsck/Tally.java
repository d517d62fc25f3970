package torc.tools.fsck;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts the faults of a check and keeps the first of them. Safe for many threads.
final class Tally {
    /// So many are kept; all are counted.
    private static final int KEPT = 10_000;

    private final List<Fault> kept = new ArrayList<>();
    private final Map<Fault.Weight, Long> left = new EnumMap<>(Fault.Weight.class);
    private long repaired;

    /// @param left neither lost nor wrong
    record Counts(long lost, long wrong, long repaired, long left) {
        long faults() {
            return lost + wrong;
        }
    }

    synchronized void note(Fault fault) {
        if (fault.repaired()) repaired++;
        else left.merge(fault.weight(), 1L, Long::sum);
        if (kept.size() < KEPT) kept.add(fault);
    }

    synchronized Counts counts() {
        return new Counts(
                left.getOrDefault(Fault.Weight.LOST, 0L),
                left.getOrDefault(Fault.Weight.WRONG, 0L),
                repaired,
                left.getOrDefault(Fault.Weight.LEFTOVER, 0L));
    }

    /// Those that are kept, from the one of this number on.
    synchronized List<Fault> from(int first, int most) {
        var begin = Math.clamp(first, 0, kept.size());
        return List.copyOf(kept.subList(begin, Math.min(kept.size(), begin + most)));
    }
}
