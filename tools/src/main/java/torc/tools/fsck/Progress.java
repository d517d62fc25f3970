package torc.tools.fsck;

/// Is told how far a check is. Called by the thread that checks.
interface Progress {
    /// @param count containers and accounts whose rows were checked
    void rows(long count);

    /// @param count blobs that were checked
    /// @param partition where the check is
    void blobs(long count, int partition, int partitions);

    /// A step that has no count.
    void waits(String what);
}
