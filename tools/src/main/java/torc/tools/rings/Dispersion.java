package torc.tools.rings;

import java.util.List;

/// How the copies of a ring's blobs are spread, as they are found on the devices.
///
/// @param partitions that were looked at
/// @param ofPartitions that the ring has
/// @param wanted copies that there should be
/// @param found those that are where the ring wants them
/// @param blobsMissing at each index the blobs that miss so many copies
/// @param misplaced copies on other devices
/// @param away devices that did not answer
record Dispersion(
        String ring,
        int partitions,
        int ofPartitions,
        long blobs,
        long wanted,
        long found,
        List<Long> blobsMissing,
        long misplaced,
        List<String> away,
        double seconds) {
    /// What is asked.
    ///
    /// @param percent of the partitions to look at, 1 to 100
    record Question(String ring, int percent) {
        Question {
            if (percent < 1 || percent > 100) throw new IllegalArgumentException("a percentage is 1 to 100");
        }
    }

    /// Of a hundred copies, how many are where they should be.
    double percentFound() {
        return wanted == 0 ? 100 : 100.0 * found / wanted;
    }
}
