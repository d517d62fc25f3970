package torc.ring.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which copies of which records the mirrors hold together.
///
/// Opening a store begins an epoch, whose first records repeat the newest ones of before, so that a sequence
/// number that an epoch covers is answered by that epoch alone. What earlier epochs hold beyond the end that an
/// epoch found was never acknowledged, and is void.
final class LogMerge {
    private final TreeMap<Long, Epoch> epochs = new TreeMap<>();
    private long vouched = -1;

    /// Where a copy of a record lies.
    record Copy(SegmentScan segment, SegmentScan.Entry entry) {}

    private static final class Epoch {
        private final Map<Long, List<Copy>> copies = new HashMap<>();
        private long first = Long.MAX_VALUE;
        private long last = -1;
        private long previousEnd = Long.MAX_VALUE;
    }

    static LogMerge of(List<SegmentScan> scans) {
        var merge = new LogMerge();
        scans.forEach(merge::add);
        return merge;
    }

    private void add(SegmentScan scan) {
        var epoch = epochs.computeIfAbsent(scan.header().epoch(), _ -> new Epoch());
        epoch.first = Math.min(epoch.first, scan.header().firstSequence());
        epoch.last = Math.max(epoch.last, scan.lastSequence());
        epoch.previousEnd = Math.min(epoch.previousEnd, scan.header().previousEnd());
        for (var entry : scan.records())
            epoch.copies
                    .computeIfAbsent(entry.sequence(), _ -> new ArrayList<>(3))
                    .add(new Copy(scan, entry));
        vouched = Math.max(vouched, scan.vouched());
    }

    /// Where the log ends, given that the state has taken it in up to `base`: at the last record without a gap
    /// before it, or, if that is higher, at the last one that is known to have been durable.
    long end(long base) {
        long end = base;
        while (!copies(end + 1).isEmpty()) end++;
        return Math.max(end, vouched);
    }

    /// The copies of a record, all alike; none if it is not (or no longer) there.
    List<Copy> copies(long sequence) {
        for (var epoch : epochs.descendingMap().values()) {
            if (sequence < epoch.first) continue;
            if (sequence <= epoch.last) return epoch.copies.getOrDefault(sequence, List.of());
            if (sequence > epoch.previousEnd) return List.of();
        }
        return List.of();
    }
}
