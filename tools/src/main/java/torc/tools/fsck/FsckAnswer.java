package torc.tools.fsck;

import java.util.List;
import java.util.Map;
import torc.proxy.rebuild.Restored;

/// How far a node's check is, or how the last one ended.
///
/// @param step what is done just now
/// @param percent of the blobs' partitions that were checked
/// @param unseen what could not be looked at, and why
/// @param restored what was made anew
/// @param cause why it failed; empty if it did not
/// @param faults those behind the ones that the question says are known
record FsckAnswer(
        State state,
        String step,
        int percent,
        long shards,
        long blobs,
        long lost,
        long wrong,
        long repaired,
        long leftovers,
        Map<String, String> unseen,
        Restored restored,
        String cause,
        List<Fault> faults) {
    /// Whether it runs.
    enum State {
        RUNNING,
        ENDED,
        FAILED
    }

    FsckAnswer {
        unseen = Map.copyOf(unseen);
        faults = List.copyOf(faults);
    }
}
