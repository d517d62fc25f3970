package torc.objectserver.segment;

/// Bounds the rate of background reading, and says when it has to end. For one thread.
@FunctionalInterface
interface Pacer {
    /// Told of bytes that are about to be read; blocks as long as they have to wait.
    ///
    /// @return whether to go on; if not, the device closes
    boolean pace(long bytes);

    /// As fast as it goes.
    static Pacer none() {
        return _ -> true;
    }
}
