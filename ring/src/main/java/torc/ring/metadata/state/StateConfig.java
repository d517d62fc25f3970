package torc.ring.metadata.state;

/// How much memory a state may take.
///
/// @param writeBufferBytes size of a RocksDB memtable, of which there are at most three
/// @param blockCacheBytes size of the RocksDB block cache, index and filter blocks included
public record StateConfig(long writeBufferBytes, long blockCacheBytes) {
    public StateConfig {
        if (writeBufferBytes < 1 << 16 || blockCacheBytes < 1 << 20)
            throw new IllegalArgumentException("metadata buffers");
    }
}
