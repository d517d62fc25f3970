package torc.objectserver.segment;

/// Bounds the rate of background reading. For one thread.
@FunctionalInterface
interface Pacer {
    /// Told of bytes that are about to be read; blocks as long as they have to wait.
    void pace(long bytes);

    /// As fast as it goes.
    static Pacer none() {
        return _ -> {};
    }
}
