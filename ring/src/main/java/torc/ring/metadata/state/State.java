package torc.ring.metadata.state;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import torc.common.id.Id128;
import torc.ring.metadata.OtherRelease;

/// The state in RocksDB. All its failures are [StateBroken]. Not to be used after [#close]: the owner sees to
/// that.
public final class State implements AutoCloseable {
    private final StateOptions options;
    private static final int NEWEST_FORMAT = 1;

    private final RocksDB database;
    private final ReadOptions reads = new ReadOptions();
    private final WriteOptions writes = new WriteOptions().setDisableWAL(true);

    private State(StateOptions options, RocksDB database) {
        this.options = options;
        this.database = database;
    }

    /// Makes an empty state in a folder that does not exist yet.
    public static State create(Path folder, StateConfig config) {
        return open(folder, new StateOptions(config, true));
    }

    public static State open(Path folder, StateConfig config) {
        return open(folder, new StateOptions(config, false));
    }

    private static State open(Path folder, StateOptions options) {
        try {
            var state = new State(options, RocksDB.open(options.options(), folder.toString()));
            state.checkFormat(folder);
            return state;
        } catch (RocksDBException e) {
            options.close();
            throw new StateBroken(e);
        }
    }

    private void checkFormat(Path folder) {
        var format = get(StateKeys.FORMAT);
        if (format == null || (format.length == 1 && format[0] <= NEWEST_FORMAT)) return;
        close();
        throw new OtherRelease("the metadata in " + folder + " has format " + format[0]
                + ", this program knows formats 1-" + NEWEST_FORMAT + "; use the release that wrote it");
    }

    public byte @Nullable [] get(byte[] key) {
        try {
            return database.get(reads, key);
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    /// The values of several keys as of one moment; null for those that are absent.
    public List<byte @Nullable []> getAll(List<byte[]> keys) {
        var snapshot = database.getSnapshot();
        try (var options = new ReadOptions().setSnapshot(snapshot)) {
            return database.multiGetAsList(options, keys);
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        } finally {
            database.releaseSnapshot(snapshot);
        }
    }

    public RocksIterator iterator(ReadOptions options) {
        return database.newIterator(options);
    }

    public void write(WriteBatch batch) {
        try {
            database.write(writes, batch);
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    /// The log sequence up to which the state has taken in the log.
    public long applied() {
        return longAt(StateKeys.APPLIED);
    }

    public long revision(int shardNumber) {
        return longAt(StateKeys.revisionKey(shardNumber));
    }

    private long longAt(byte[] key) {
        var value = get(key);
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    /// Names the history of this database's files.
    public Id128 id() {
        var value = get(StateKeys.ID);
        if (value == null) throw new StateBroken("the state has no id");
        var id = ByteBuffer.wrap(value);
        return new Id128(id.getLong(), id.getLong());
    }

    public void setId(Id128 id) {
        try (var batch = new WriteBatch()) {
            batch.put(
                    StateKeys.ID,
                    ByteBuffer.allocate(Id128.BYTES)
                            .putLong(id.high())
                            .putLong(id.low())
                            .array());
            write(batch);
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    /// Deletes keys of the engine's own from `from` to before `end`.
    public void deleteOwn(byte[] from, byte[] end) {
        try (var batch = new WriteBatch()) {
            batch.deleteRange(from, end);
            write(batch);
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    /// Makes durable what was written before.
    public void flush() {
        try (var flush = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
            database.flush(flush);
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    /// Writes a consistent copy to a folder that must not exist yet, linking what it can.
    public void checkpoint(Path folder) {
        try (var checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(folder.toString());
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    /// Reads everything and checks every checksum.
    public void verify() {
        try {
            database.verifyChecksum();
        } catch (RocksDBException e) {
            throw new StateBroken(e);
        }
    }

    public boolean isClosed() {
        return !database.isOwningHandle();
    }

    @Override
    public void close() {
        database.close();
        reads.close();
        writes.close();
        options.close();
    }
}
