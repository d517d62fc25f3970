package torc.ring.metadata.embedded;

import java.nio.file.Path;
import java.util.List;
import torc.ring.log.LogConfig;
import torc.ring.metadata.state.StateConfig;

/// Settings of the embedded metadata store.
///
/// @param devices a folder on each device, 1 to 16; the first holds the state, all hold the log, the others copies of
/// the
///                state
/// @param quorum how many devices a commit is durable on before it is answered, at least
/// @param log sizes of the log
/// @param queuedTransactions greatest number of commits that wait; more are refused as busy
/// @param batchBytes about how much one record of the log takes up
/// @param feedBytes how much of the feed is kept in memory for watches
/// @param flushBytes how much log may lie behind the state that is on the device: bounds a restart's work
/// @param state memory of the state
/// @param reservedBytes free space on a device under which only transactions that free space still pass
public record MetadataConfig(
        List<Path> devices,
        int quorum,
        LogConfig log,
        int queuedTransactions,
        int batchBytes,
        long feedBytes,
        long flushBytes,
        StateConfig state,
        long reservedBytes) {
    private static final int MAX_DEVICES = 16;

    public MetadataConfig {
        devices = List.copyOf(devices);
        if (devices.isEmpty() || devices.size() > MAX_DEVICES)
            throw new IllegalArgumentException("metadata devices: " + devices.size());
        if (devices.stream().distinct().count() != devices.size())
            throw new IllegalArgumentException("a metadata device is named twice: " + devices);
        if (quorum < 1 || quorum > devices.size()) throw new IllegalArgumentException("metadata quorum " + quorum);
        if (queuedTransactions < 1 || batchBytes < 1) throw new IllegalArgumentException("metadata queue");
        if (flushBytes < 1) throw new IllegalArgumentException("metadata buffers");
    }

    /// The defaults, with all of these devices and the majority of them as the quorum.
    public static MetadataConfig on(List<Path> devices) {
        return new MetadataConfig(
                devices,
                devices.size() / 2 + 1,
                LogConfig.defaults(),
                8192,
                4 << 20,
                8L << 20,
                96L << 20,
                new StateConfig(24L << 20, 48L << 20),
                64L << 20);
    }

    public MetadataConfig withLog(LogConfig other) {
        return new MetadataConfig(
                devices, quorum, other, queuedTransactions, batchBytes, feedBytes, flushBytes, state, reservedBytes);
    }

    public MetadataConfig withBuffers(long newFeedBytes, long newFlushBytes, long newWriteBufferBytes) {
        return new MetadataConfig(
                devices,
                quorum,
                log,
                queuedTransactions,
                batchBytes,
                newFeedBytes,
                newFlushBytes,
                new StateConfig(newWriteBufferBytes, state.blockCacheBytes()),
                reservedBytes);
    }

    public MetadataConfig withReserve(long newReservedBytes) {
        return new MetadataConfig(
                devices, quorum, log, queuedTransactions, batchBytes, feedBytes, flushBytes, state, newReservedBytes);
    }
}
