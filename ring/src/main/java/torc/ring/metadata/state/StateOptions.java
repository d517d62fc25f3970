package torc.ring.metadata.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;

/// How RocksDB is set: no log of its own, every checksum checked, memory bounded.
final class StateOptions implements AutoCloseable {
    private static final int BLOOM_BITS = 10;
    private static final int BLOCK_BYTES = 8 << 10;

    /// Index and filter are cut into small blocks, with a small index over them that is always in memory: whole
    /// ones, of hundreds of KiB a table, would push each other out of a small cache at every read.
    private static final int METADATA_BLOCK_BYTES = 4 << 10;

    /// Few shards, so that none is too small for what is pinned in it.
    private static final int CACHE_SHARD_BITS = 2;

    /// The share of the cache that index and filter blocks have before data.
    private static final double HIGH_PRIORITY = 0.5;

    private static final long TABLE_BYTES = 32L << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final List<AutoCloseable> owned = new ArrayList<>();
    private final Options options;

    StateOptions(StateConfig config, boolean create) {
        var cache = own(new LRUCache(config.blockCacheBytes(), CACHE_SHARD_BITS, false, HIGH_PRIORITY));
        var table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                .setPinTopLevelIndexAndFilter(true)
                .setFilterPolicy(own(new BloomFilter(BLOOM_BITS)))
                .setBlockSize(BLOCK_BYTES)
                .setFormatVersion(6);
        options = own(new Options())
                .setCreateIfMissing(create)
                .setErrorIfExists(create)
                .setParanoidChecks(true)
                .setWalRecoveryMode(WALRecoveryMode.AbsoluteConsistency)
                .setRecycleLogFileNum(0)
                .setWalBytesPerSync(0)
                .setAvoidFlushDuringShutdown(true)
                .setWriteBufferSize(config.writeBufferBytes())
                .setMaxWriteBufferNumber(3)
                .setTargetFileSizeBase(TABLE_BYTES)
                .setLevelCompactionDynamicLevelBytes(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(-1)
                .setBytesPerSync(1 << 20)
                .setStatsDumpPeriodSec(0)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setTableFormatConfig(table);
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }

    Options options() {
        return options;
    }

    @Override
    public void close() {
        Collections.reverse(owned);
        for (var resource : owned) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
