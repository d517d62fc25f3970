package torc.ring.metadata;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A metadata store in memory for tests: every promise of [MetadataStore] but durability, under one lock.
public final class FakeMetadataStore implements MetadataStore {
    /// So few that shard keys share shards, and no test comes to rely on revisions without gaps.
    private static final int SHARDS = 4;

    private static final int DEFAULT_FEED = 100_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<ShardKey, NavigableMap<RowKey, Row>> rows = new TreeMap<>();
    private final long[] revisions = new long[SHARDS];
    private final ArrayDeque<Watch.Commit> feed = new ArrayDeque<>();
    private final long[] oldest = new long[SHARDS];
    private final int feedLimit;
    private final Queue<CommitOutcome> answers = new ArrayDeque<>();
    private boolean closed;

    public FakeMetadataStore() {
        this(DEFAULT_FEED);
    }

    /// @param feedLimit how many commits a watch reaches back over
    public FakeMetadataStore(int feedLimit) {
        this.feedLimit = feedLimit;
    }

    /// Opens what [#backup] wrote.
    public static FakeMetadataStore open(Path folder) {
        var store = new FakeMetadataStore();
        try (var in = new DataInputStream(Files.newInputStream(folder.resolve("rows")))) {
            for (int i = 0; i < SHARDS; i++) store.oldest[i] = store.revisions[i] = in.readLong();
            while (in.readBoolean()) {
                var shard = new ShardKey(in.readUTF());
                var row = new Row(RowKey.of(bytes(in)), bytes(in), in.readLong());
                store.rowsOf(shard).put(row.key(), row);
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes the next commit do nothing and answer this.
    public void answerNext(CommitOutcome outcome) {
        locked(() -> answers.add(outcome));
    }

    @Override
    public Optional<Row> get(ShardKey shard, RowKey key) {
        return get(shard, List.of(key)).getFirst();
    }

    @Override
    public List<Optional<Row>> get(ShardKey shard, List<RowKey> keys) {
        return locked(() -> {
            var found = open().getOrDefault(shard, new TreeMap<>());
            return keys.stream().map(key -> Optional.ofNullable(found.get(key))).toList();
        });
    }

    @Override
    public List<ScanItem> scan(ShardKey shard, Scan scan) {
        return locked(() -> {
            NavigableMap<RowKey, Row> found = open().getOrDefault(shard, new TreeMap<>());
            if (scan.from().compareTo(scan.end()) >= 0) return List.of();
            found = found.subMap(scan.from(), true, scan.end(), false);
            var items = new ArrayList<ScanItem>();
            for (var row : (scan.reverse() ? found.descendingMap() : found).values()) {
                var item = scan.fold().map(fold -> fold(row, fold)).orElseGet(() -> new ScanItem.Found(row));
                if (!items.isEmpty() && item instanceof ScanItem.Folded && item.equals(items.getLast())) continue;
                if (items.size() == scan.limit()) break;
                items.add(item);
            }
            return List.copyOf(items);
        });
    }

    private static ScanItem fold(Row row, Scan.Fold fold) {
        var bytes = row.key().bytes();
        var delimiter = fold.delimiter();
        for (int i = fold.prefixBytes(); i + delimiter.length <= bytes.length; i++) {
            int end = i + delimiter.length;
            if (java.util.Arrays.equals(bytes, i, end, delimiter, 0, delimiter.length))
                return new ScanItem.Folded(RowKey.of(java.util.Arrays.copyOf(bytes, end)));
        }
        return new ScanItem.Found(row);
    }

    @Override
    public CommitOutcome commit(Transaction transaction) {
        return locked(() -> {
            if (closed) return new CommitOutcome.Refused(CommitOutcome.Reason.UNAVAILABLE);
            var answer = answers.poll();
            if (answer != null) return answer;
            var current = rows.getOrDefault(transaction.shard(), new TreeMap<>());
            for (var check : transaction.checks()) {
                var row = Optional.ofNullable(current.get(check.key()));
                if (!FakeRules.holds(check, row, transaction.writes()))
                    return new CommitOutcome.CheckFailed(check, row);
            }
            int number = number(transaction.shard());
            if (transaction.writes().isEmpty()) return new CommitOutcome.Committed(revisions[number]);
            var values = new ArrayList<Optional<byte[]>>();
            for (var write : transaction.writes())
                values.add(FakeRules.apply(write, Optional.ofNullable(current.get(write.key()))));
            apply(transaction, values, ++revisions[number]);
            return new CommitOutcome.Committed(revisions[number]);
        });
    }

    private void apply(Transaction transaction, List<Optional<byte[]>> values, long revision) {
        var current = rowsOf(transaction.shard());
        for (int i = 0; i < values.size(); i++) {
            var key = transaction.writes().get(i).key();
            values.get(i)
                    .ifPresentOrElse(
                            value -> current.put(key, new Row(key, value, revision)), () -> current.remove(key));
        }
        if (current.isEmpty()) rows.remove(transaction.shard());
        feed.add(new Watch.Commit(revision, transaction.shard(), transaction.writes()));
        if (feed.size() > feedLimit) {
            var dropped = feed.remove();
            oldest[number(dropped.shard())] = dropped.revision();
        }
        changed.signalAll();
    }

    @Override
    public long revision(ShardKey shard) {
        return locked(() -> revisions[number(shard)]);
    }

    @Override
    public Watch watch(ShardKey shard, RowKey prefix, long after) {
        return new FakeWatch(shard, prefix, after);
    }

    @Override
    public List<ShardKey> shardKeys(String prefix, Optional<ShardKey> after, int limit) {
        return locked(() -> open().keySet().stream()
                .filter(key -> key.text().startsWith(prefix))
                .filter(key -> after.isEmpty() || key.compareTo(after.get()) > 0)
                .limit(limit)
                .toList());
    }

    @Override
    public void backup(Path folder) {
        locked(() -> {
            try {
                Files.createDirectory(folder);
                try (var out = new DataOutputStream(Files.newOutputStream(folder.resolve("rows")))) {
                    for (long revision : revisions) out.writeLong(revision);
                    for (var shard : rows.entrySet())
                        for (var row : shard.getValue().values()) write(out, shard.getKey(), row);
                    out.writeBoolean(false);
                }
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void write(DataOutputStream out, ShardKey shard, Row row) throws IOException {
        out.writeBoolean(true);
        out.writeUTF(shard.text());
        out.writeInt(row.key().length());
        out.write(row.key().bytes());
        out.writeInt(row.value().length);
        out.write(row.value());
        out.writeLong(row.revision());
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    @Override
    public void close() {
        locked(() -> {
            changed.signalAll();
            return closed = true;
        });
    }

    private NavigableMap<ShardKey, NavigableMap<RowKey, Row>> open() {
        if (closed) throw new IllegalStateException("the metadata store is closed");
        return rows;
    }

    private NavigableMap<RowKey, Row> rowsOf(ShardKey shard) {
        return rows.computeIfAbsent(shard, _ -> new TreeMap<>());
    }

    private static int number(ShardKey shard) {
        return Math.floorMod(shard.text().hashCode(), SHARDS);
    }

    private <T> T locked(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private final class FakeWatch implements Watch {
        private final ShardKey shard;
        private final RowKey prefix;
        private long after;

        FakeWatch(ShardKey shard, RowKey prefix, long after) {
            this.shard = shard;
            this.prefix = prefix;
            this.after = after;
        }

        @Override
        public WatchOutcome next(java.time.Duration patience) {
            return locked(() -> {
                long left = patience.toNanos();
                while (true) {
                    open();
                    if (after < oldest[number(shard)]) return new WatchOutcome.Compacted(oldest[number(shard)]);
                    var found = unseen();
                    after = Math.max(after, revisions[number(shard)]);
                    if (!found.isEmpty() || left <= 0) return new WatchOutcome.Changes(found);
                    left = await(left);
                }
            });
        }

        @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
        private long await(long nanos) {
            try {
                return changed.awaitNanos(nanos);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }

        private List<Commit> unseen() {
            var found = new ArrayList<Commit>();
            for (var commit : feed) {
                if (!commit.shard().equals(shard) || commit.revision() <= after) continue;
                var writes = commit.writes().stream()
                        .filter(write -> write.key().startsWith(prefix))
                        .toList();
                if (!writes.isEmpty()) found.add(new Commit(commit.revision(), shard, writes));
            }
            return found;
        }

        @Override
        public void close() {}
    }
}
