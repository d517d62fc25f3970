package torc.tools.simulate;

/// Bugs that are planted on purpose, to show that the simulator finds them.
public enum Planted {
    NONE,
    /// Devices answer a commit or a delete before it is on the disk.
    FORGETS_SYNC,
    /// Two of three copies of a write are only said to be stored.
    QUORUM_OF_ONE,
    /// Devices remember deletes of blobs that were never deleted, so that healers take sound copies away.
    HEALER_DELETES,
    /// Devices give damaged bytes as if they were sound.
    NO_CHECKSUMS,
    /// One device says that a blob is deleted, and keeps it.
    KEEPS_DELETED,
    /// The metadata store says of some commits that they happened, and they did not.
    GUESSES_COMMITS
}
