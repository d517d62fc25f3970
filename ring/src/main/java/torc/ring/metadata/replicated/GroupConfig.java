package torc.ring.metadata.replicated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import torc.common.id.Id128;
import torc.common.version.VersionRange;
import torc.ring.metadata.state.StateConfig;

/// Settings of one member of a group.
///
/// @param group names the group, on all its members
/// @param self this member
/// @param founders the members that begin the group, this one too; none for a member that the others add. Counts
/// at
/// its first start only: from then on the log tells who is a member
/// @param folder where this member keeps the log and the rows; a folder of its own
/// @param state memory of the rows
/// @param queuedTransactions greatest number of commits that wait; more are refused as busy
/// @param batchBytes about how much one entry of the log takes up
/// @param batchesInFlight entries that are under way at once; one makes the largest batches and twice the
/// commits of
/// four, since each entry costs every member a sync
/// @param segmentBytes of a file of the log; the log goes by whole files
/// @param snapshotEntries after so many entries the rows are made durable and the log before them may go
/// @param snapshotBytes as snapshotEntries, in bytes of entries
/// @param keptEntries entries before a snapshot that are kept for members that lag
/// @param retainedEntries how far the feed that watches read reaches back from a snapshot
/// @param electionTimeout after which a silent leader is replaced; twice that is the most that passes
/// @param patience how long a commit or a read waits for a leader
/// @param reservedBytes free space under which only transactions that free space still pass
/// @param entryFormats formats of the log's entries that this member reads and writes
public record GroupConfig(
        Id128 group,
        Member self,
        List<Member> founders,
        Path folder,
        StateConfig state,
        int queuedTransactions,
        int batchBytes,
        int batchesInFlight,
        long segmentBytes,
        long snapshotEntries,
        long snapshotBytes,
        long keptEntries,
        long retainedEntries,
        Duration electionTimeout,
        Duration patience,
        long reservedBytes,
        VersionRange entryFormats) {
    public GroupConfig {
        founders = List.copyOf(founders);
        if (founders.stream().map(Member::name).distinct().count() != founders.size())
            throw new IllegalArgumentException("two members have one name: " + founders);
        if (!founders.isEmpty() && !founders.contains(self))
            throw new IllegalArgumentException(self + " is not among the founders " + founders);
        if (queuedTransactions < 1 || batchBytes < 1 || batchesInFlight < 1)
            throw new IllegalArgumentException("metadata queue");
        if (segmentBytes < 1 || snapshotEntries < 1 || snapshotBytes < 1 || keptEntries < 0 || retainedEntries < 0)
            throw new IllegalArgumentException("metadata log");
        if (!electionTimeout.isPositive() || patience.compareTo(electionTimeout) < 0)
            throw new IllegalArgumentException("patience " + patience + ", election timeout " + electionTimeout);
    }

    /// What Ratis calls the group's folder in the member's.
    String groupFolder() {
        return new UUID(group.high(), group.low()).toString();
    }

    /// The defaults.
    public static GroupConfig of(Id128 group, Member self, List<Member> founders, Path folder) {
        return new GroupConfig(
                group,
                self,
                founders,
                folder,
                new StateConfig(24L << 20, 48L << 20),
                8192,
                1 << 20,
                1,
                32L << 20,
                10_000,
                256L << 20,
                1_000,
                20_000,
                Duration.ofMillis(500),
                Duration.ofSeconds(15),
                64L << 20,
                TransactionCodec.FORMATS);
    }
}
