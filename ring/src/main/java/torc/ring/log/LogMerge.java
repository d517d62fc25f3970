package torc.ring.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which copies of which records the mirrors hold together.
///
/// Opening a store begins an epoch, whose first records repeat the newest ones of before. A record that the
/// epoch before wrote on too few mirrors may have been given another content since. So a sequence number that
/// an epoch covers, from its first record to its last, is answered by that epoch alone.
final class LogMerge {
    private final TreeMap<Long, Epoch> epochs = new TreeMap<>();
    private long highest = -1;

    /// Where a copy of a record lies.
    record Copy(SegmentScan segment, SegmentScan.Entry entry) {}

    private static final class Epoch {
        private final Map<Long, List<Copy>> copies = new HashMap<>();
        private long first = Long.MAX_VALUE;
        private long last = -1;
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
        for (var entry : scan.records())
            epoch.copies
                    .computeIfAbsent(entry.sequence(), _ -> new ArrayList<>(3))
                    .add(new Copy(scan, entry));
        // A segment is begun when all records before it are durable: its header vouches for them.
        highest = Math.max(highest, Math.max(scan.lastSequence(), scan.header().firstSequence() - 1));
    }

    /// The highest sequence that is known to have been written; -1 if there is no segment.
    long highest() {
        return highest;
    }

    /// The copies of a record, all alike; none if it is not (or no longer) there.
    List<Copy> copies(long sequence) {
        for (var epoch : epochs.descendingMap().values())
            if (epoch.first <= sequence && sequence <= epoch.last)
                return epoch.copies.getOrDefault(sequence, List.of());
        return List.of();
    }
}
