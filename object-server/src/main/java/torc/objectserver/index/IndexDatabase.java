package torc.objectserver.index;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.UInt64AddOperator;

/// RocksDB as the index wants it: small, checked, and never writing what it was not asked to.
record IndexDatabase(RocksDB rocks, Options options, Cache cache, BloomFilter filter, UInt64AddOperator addition)
        implements AutoCloseable {
    private static final long CACHE_BYTES = 32 << 20;
    private static final long WRITE_BUFFER_BYTES = 16 << 20;
    private static final long TABLE_BYTES = 16 << 20;

    /// Index and filter are cut into small blocks: a whole one, of hundreds of KiB a table, is larger than a shard of
    /// the cache can keep, and would be read from the file at every look-up of a blob.
    private static final int METADATA_BLOCK_BYTES = 4 << 10;

    private static final int CACHE_SHARD_BITS = 2;

    /// The share of the cache that index and filter blocks have before data.
    private static final double HIGH_PRIORITY = 0.5;

    static IndexDatabase open(Path folder) throws RocksDBException {
        RocksDB.loadLibrary();
        var cache = new LRUCache(CACHE_BYTES, CACHE_SHARD_BITS, false, HIGH_PRIORITY);
        var filter = new BloomFilter(10);
        var addition = new UInt64AddOperator();
        var table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                .setPinTopLevelIndexAndFilter(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFormatVersion(5);
        var options = new Options()
                .setCreateIfMissing(true)
                .setParanoidChecks(true)
                .setTableFormatConfig(table)
                .setMergeOperator(addition)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setTargetFileSizeBase(TABLE_BYTES)
                .setLevelCompactionDynamicLevelBytes(true)
                .setMaxWriteBufferNumber(3)
                .setMaxOpenFiles(256)
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                // A close without a flush is a crash to the index, and tests make crashes that way.
                .setAvoidFlushDuringShutdown(true);
        try {
            return new IndexDatabase(RocksDB.open(options, folder.toString()), options, cache, filter, addition);
        } catch (RocksDBException e) {
            options.close();
            filter.close();
            cache.close();
            addition.close();
            throw e;
        }
    }

    @Override
    public void close() {
        rocks.close();
        options.close();
        filter.close();
        cache.close();
        addition.close();
    }
}
